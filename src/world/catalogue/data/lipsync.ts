import { guessedPrice, MAY_RETIREMENT, on, only720p, served } from './facts.js';
import type { ModelSpec, RealtimePath } from '../types.js';

const LIPSYNC = on('2025-10-22', 'sdk', 'decart-python 730dc56: first client');

/** LipSync Live. The API knows no model name for it: the path is the product. `lipsync` is the name in messages. */
export const lipsyncModels: readonly ModelSpec[] = [
  {
    name: 'lipsync',
    output: 'video',
    note: 'LipSync Live, with a protocol of its own. No request names it. Results have the size of the pictures that come in; the size here is the documented one. Python SDK up to 0.0.37.',
    surfaces: {
      lipsync: {
        periods: [served(LIPSYNC, MAY_RETIREMENT)],
        format: {
          width: 450,
          height: 800,
          fps: 25,
          evidence: 'documented',
          source: 'lip-syncing page: portrait, 25 frames per second',
        },
        resolutions: only720p,
        // Per second of pictures: pictures / video_fps.
        price: guessedPrice('second', 0.02, 'live-avatar'),
      },
    },
  },
];

export const lipsyncPaths: readonly RealtimePath[] = [
  {
    path: '/router/lipsync/ws',
    from: LIPSYNC,
    until: MAY_RETIREMENT,
    model: 'lipsync',
    note: 'LipSync Live: no model name in the query. Python SDK up to 0.0.37.',
  },
];
