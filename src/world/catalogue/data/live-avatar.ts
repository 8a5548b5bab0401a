import { CANONICAL_NAMES, guessedPrice, MAY_RETIREMENT, on, only720p, sdkFormat, served } from './facts.js';
import type { ModelSpec, RealtimePath } from '../types.js';

const AVATAR_LIVE = on('2025-12-29', 'sdk', 'JS SDK 0.0.28, as avatar-live');
const LIVE_AVATAR = on('2026-01-01', 'sdk', 'JS SDK 0.0.31, as live_avatar');
/** The Python SDK used avatar-live until 2026-03-05, and reports a 404. */
const AVATAR_LIVE_ENDS = on('2026-01-01', 'sdk', 'JS SDK 0.0.31; Python SDK: the old name answered 404');

export const liveAvatarModels: readonly ModelSpec[] = [
  {
    name: 'live-avatar',
    named: CANONICAL_NAMES,
    output: 'video',
    liveAvatar: true,
    surfaces: {
      realtime: {
        periods: [served(AVATAR_LIVE, MAY_RETIREMENT)],
        format: sdkFormat(1280, 720, 25),
        resolutions: only720p,
        price: guessedPrice('second', 0.02, 'lucy-2.1'),
      },
    },
    otherNames: [
      { name: 'avatar-live', from: AVATAR_LIVE, until: AVATAR_LIVE_ENDS },
      { name: 'live_avatar', from: LIVE_AVATAR, deprecated: CANONICAL_NAMES },
    ],
  },
];

/** All realtime models are on `/v1/stream`; these paths came in addition. */
export const realtimePaths: readonly RealtimePath[] = [
  {
    path: '/v1/avatar-live/stream',
    from: AVATAR_LIVE,
    until: AVATAR_LIVE_ENDS,
    model: 'live-avatar',
    note: 'JS SDK 0.0.28 to 0.0.30; 404 afterwards.',
  },
  {
    path: '/v1/live_avatar/stream',
    from: LIVE_AVATAR,
    until: on('2026-01-18', 'inferred', 'only JS SDK 0.0.31 uses it; end guessed'),
    model: 'live-avatar',
    note: 'JS SDK 0.0.31 only.',
  },
  {
    path: '/v1/stream-trial',
    from: on('2025-09-30', 'inferred', 'seen in 2025; start not known'),
    until: on('2026-01-01', 'inferred', 'seen in 2025; end guessed'),
    note: 'Models mirage and lucy_v2v_720p_rt, without a key, for 5 to 10 seconds, limited by address.',
  },
];
