import {
  CANONICAL_NAMES,
  FIRST_SDK,
  only720p,
  perSecond,
  QUEUE_OPENS,
  sdkFormat,
  served,
  SYNC_VIDEO_ENDS,
  videoPromptLimit,
} from './facts.js';
import type { LatestAlias, ModelSpec } from '../types.js';

const surface = {
  format: sdkFormat(1280, 704, 25),
  resolutions: only720p,
  price: perSecond(0.15),
  promptLimit: videoPromptLimit,
  // The SDK speaks of the output, so a longer upload is cut, not refused.
  cutAt: {
    seconds: 5,
    evidence: 'documented' as const,
    source: 'skill.md: 5-second clip limit; JS SDK 0.1.20: output limited to 5 seconds',
  },
};

const clip: ModelSpec = {
  name: 'lucy-clip',
  named: CANONICAL_NAMES,
  family: 'clip',
  output: 'video',
  note: 'PyPI decart 0.2.3 (between 2026-10-12 and 2026-10-25) lists it, lucy-clip-latest and lucy-pro-v2v no more; JS SDK 0.1.20 does. Served here until it is seen refused.',
  surfaces: {
    queue: { ...surface, periods: [served(QUEUE_OPENS)] },
    process: { ...surface, periods: [served(FIRST_SDK, SYNC_VIDEO_ENDS, 'withdrawn')] },
  },
  otherNames: [{ name: 'lucy-pro-v2v', from: FIRST_SDK, deprecated: CANONICAL_NAMES }],
};

const clipLatest: LatestAlias = {
  name: 'lucy-clip-latest',
  targets: [{ ...CANONICAL_NAMES, model: 'lucy-clip' }],
};

export const clipModels = [clip];
export const clipLatestAliases = [clipLatest];
