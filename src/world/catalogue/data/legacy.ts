/** Models of the first generation, all retired. */
import {
  CANONICAL_NAMES,
  FIRST_GENERATION_ENDS,
  FIRST_SDK,
  guessedFormat,
  guessedPrice,
  imagePromptLimit,
  MAY_RETIREMENT,
  on,
  only720p,
  QUEUE_OPENS,
  sdkFormat,
  served,
  SYNC_VIDEO_ENDS,
  videoPromptLimit,
} from './facts.js';
import type { Dated, Fact, InputFamily, LatestAlias, ModelSpec, Price, Size } from '../types.js';

const later = (a: Dated, b: Dated): Dated => (a.on > b.on ? a : b);
/** The price is that of a clip of 5 s. */
const oneUser: Fact = {
  evidence: 'observed',
  source: 'one user, May 2026: 1280x704 whatever the picture, and about $0.15 for 5 s in 720p',
};
const bothSizes: readonly Size[] = ['480p', '720p'];

/** A batch video model: synchronous at first, later on the queue too. */
function batchVideo(
  name: string,
  family: InputFamily,
  from: Dated,
  until: Dated,
  more: {
    resolutions?: readonly Size[];
    width?: number;
    height?: number;
    replacement?: string;
    price?: Price;
    fixedSize?: Fact;
  } = {},
): ModelSpec {
  const surface = {
    format: sdkFormat(more.width ?? 1280, more.height ?? 704, 25),
    resolutions: more.resolutions ?? only720p,
    price: more.price ?? guessedPrice('second', 0.15, 'lucy-clip'),
    ...(more.fixedSize && { fixedSize: more.fixedSize }),
    promptLimit: videoPromptLimit,
  };
  const outlivesSync = until.on > SYNC_VIDEO_ENDS.on;
  return {
    name,
    family,
    output: 'video',
    ...(more.replacement && { replacement: more.replacement }),
    surfaces: {
      process: {
        ...surface,
        periods: [outlivesSync ? served(from, SYNC_VIDEO_ENDS, 'withdrawn') : served(from, until)],
      },
      ...(until.on > QUEUE_OPENS.on && {
        queue: { ...surface, periods: [served(later(from, QUEUE_OPENS), until)] },
      }),
    },
  };
}

const picture = {
  format: sdkFormat(1280, 704, 25),
  resolutions: bothSizes,
  price: guessedPrice('image', 0.02, 'lucy-image-2'),
  promptLimit: imagePromptLimit,
};

const textToImage: ModelSpec = {
  name: 'lucy-pro-t2i',
  family: 'text-to-image',
  output: 'image',
  note: 'JS SDK 0.0.27 to 0.0.46 name a queue route for it, as for lucy-pro-i2i.',
  surfaces: {
    process: { ...picture, periods: [served(FIRST_SDK, FIRST_GENERATION_ENDS)] },
    queue: { ...picture, periods: [served(QUEUE_OPENS, FIRST_GENERATION_ENDS)] },
  },
};

const lucy1: ModelSpec = {
  name: 'lucy',
  named: CANONICAL_NAMES,
  output: 'video',
  replacement: 'lucy-2.1',
  surfaces: {
    realtime: {
      periods: [served(FIRST_SDK, MAY_RETIREMENT)],
      format: sdkFormat(1280, 704, 25),
      resolutions: only720p,
      price: guessedPrice('second', 0.02, 'lucy-2.1'),
    },
  },
  otherNames: [{ name: 'lucy_v2v_720p_rt', from: FIRST_SDK, deprecated: CANONICAL_NAMES }],
};

const editAni: ModelSpec = {
  name: 'lucy_edit_ani',
  output: 'video',
  note: 'Only ever in the iOS SDK, 0.0.3 to 0.0.13.',
  surfaces: {
    realtime: {
      periods: [
        served(
          on('2025-09-30', 'inferred', 'iOS SDK 0.0.3, day not known'),
          on('2026-04-07', 'inferred', 'gone from the iOS SDK by then'),
        ),
      ],
      format: guessedFormat(1280, 704, 25, 'as its contemporaries'),
      resolutions: only720p,
      price: guessedPrice('second', 0.02, 'lucy-2.1'),
    },
  },
};

const motionLatest: LatestAlias = {
  name: 'lucy-motion-latest',
  targets: [{ ...CANONICAL_NAMES, model: 'lucy-motion' }],
};

export const legacyModels = [
  batchVideo('lucy-dev-v2v', 'video-to-video', FIRST_SDK, on('2025-11-26', 'sdk', 'JS SDK 0.0.18'), {
    replacement: 'lucy-pro-v2v',
  }),
  batchVideo('lucy-dev-i2v', 'image-to-video-720p', FIRST_SDK, FIRST_GENERATION_ENDS),
  batchVideo('lucy-pro-t2v', 'text-to-video', FIRST_SDK, FIRST_GENERATION_ENDS, { resolutions: bothSizes }),
  batchVideo('lucy-pro-i2v', 'image-to-video', FIRST_SDK, FIRST_GENERATION_ENDS, { resolutions: bothSizes }),
  batchVideo(
    'lucy-pro-flf2v',
    'frames-to-video',
    FIRST_SDK,
    on('2026-03-17', 'sdk', 'Python SDK: stopped working; JS SDK 0.0.56 on 22 March'),
    { resolutions: bothSizes },
  ),
  batchVideo(
    'lucy-fast-v2v',
    'video-to-video',
    on('2025-11-24', 'sdk', 'JS SDK 0.0.17'),
    FIRST_GENERATION_ENDS,
    { width: 1280, height: 720, replacement: 'lucy-pro-v2v' },
  ),
  batchVideo('lucy-motion', 'motion', on('2025-11-12', 'sdk', 'JS SDK 0.0.13'), MAY_RETIREMENT, {
    fixedSize: oneUser,
    price: { per: 'second', dollars: 0.03, ...oneUser },
  }),
  textToImage,
  lucy1,
  editAni,
];
export const legacyLatestAliases = [motionLatest];
