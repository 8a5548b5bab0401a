import {
  before,
  CANONICAL_NAMES,
  guessedFormat,
  guessedPrice,
  on,
  only720p,
  perSecond,
  RESAMPLING,
  sdkFormat,
  served,
  upTo1080p,
  videoPromptLimit,
} from './facts.js';
import type { Dated, MediaFormat, LatestAlias, ModelSpec, OtherName, Period, PromptLimit } from '../types.js';

const spelling = (name: string, from: Dated): OtherName => ({
  name,
  from: on(from.on, 'inferred', 'spelling of the OpenAPI; day of the model'),
});

const QUEUE_OF_2_1 = on('2026-04-14', 'sdk', 'JS SDK 0.0.60');
const RETIRED_2_1 = on('2026-06-29', 'observed', 'CI of the JS SDK: 410 on the queue, 1008 in realtime');
const VTON_2 = on('2026-05-11', 'sdk', 'JS SDK 0.0.65');
const VTON_3 = on('2026-06-03', 'observed', 'JS SDK 0.1.5 and a live resolve of that day');
const RETIRED_2_AND_3 = on(
  '2026-09-14',
  'sdk',
  'dropped from the JS and Python SDKs as removed by the gateway; PyPI decart 0.2.0, 2026-09-15',
);
const VTON_3_5 = on('2026-08-10', 'sdk', 'Android SDK 0.7.10');

const tokenLimit = (from: Dated): PromptLimit => ({
  most: 226,
  unit: 'tokens',
  from,
  evidence: 'inferred',
  source: 'two public apps, September 2026, second hand',
});

const small = sdkFormat(1088, 624, 20);
const smallLive = {
  format: sdkFormat(1088, 624, 30),
  earlier: [before(RESAMPLING, 1088, 624, 20)],
  resolutions: upTo1080p,
};

const vton21: ModelSpec = {
  name: 'lucy-2.1-vton',
  family: 'edit-2.1',
  task: 'try-on',
  output: 'video',
  replacement: 'lucy-vton-latest',
  surfaces: {
    realtime: {
      ...smallLive,
      periods: [served(CANONICAL_NAMES, RETIRED_2_1)],
      price: guessedPrice('second', 0.02, 'lucy-vton-2'),
    },
    queue: {
      periods: [served(QUEUE_OF_2_1, RETIRED_2_1)],
      format: small,
      resolutions: only720p,
      price: guessedPrice('second', 0.04, 'lucy-vton-2'),
      promptLimit: videoPromptLimit,
    },
  },
  otherNames: [
    { name: 'lucy-vton', from: VTON_2, deprecated: VTON_2 },
    spelling('lucy-2.viton', CANONICAL_NAMES),
    spelling('lucy-2.1.viton', CANONICAL_NAMES),
  ],
  note: 'Android SDK 0.7.0 to 0.7.5 took lucy-vton for lucy-vton-2; the OpenAPI and the other SDKs say lucy-2.1-vton.',
};

const secondGeneration = (name: string, from: Dated, otherNames: readonly OtherName[]): ModelSpec => {
  const periods = [served(from, RETIRED_2_AND_3)];
  return {
    name,
    family: 'edit-2.1',
    task: 'try-on',
    output: 'video',
    replacement: 'lucy-vton-3.5',
    surfaces: {
      realtime: { ...smallLive, periods, price: perSecond(0.02) },
      queue: {
        periods,
        format: small,
        resolutions: only720p,
        price: perSecond(0.04),
        promptLimit: videoPromptLimit,
      },
    },
    otherNames,
  };
};

const vton2 = secondGeneration('lucy-vton-2', VTON_2, [
  { name: 'lucy-2.1-vton-2', from: VTON_2, deprecated: VTON_2 },
]);
const vton3 = secondGeneration('lucy-vton-3', VTON_3, [spelling('lucy-2.1-vton-3', VTON_3)]);

/** The SDKs withdrew it for some weeks; that the server did too is a guess. */
const periods35: readonly Period[] = [
  served(
    on('2026-07-22', 'sdk', 'JS SDK 0.1.15'),
    on('2026-07-23', 'sdk', 'JS SDK 0.1.16 takes it back'),
    'withdrawn',
  ),
  served(VTON_3_5),
];
const wide = [{ width: 1280, height: 640 }];

const vton35: ModelSpec = {
  name: 'lucy-vton-3.5',
  family: 'edit-2.1',
  task: 'try-on',
  output: 'video',
  note: 'The first SDK release listed 1088x624; the server only does 720p.',
  surfaces: {
    realtime: {
      periods: periods35,
      format: sdkFormat(1280, 720, 30),
      shapes: wide,
      resolutions: only720p,
      price: perSecond(0.02, { fast: 0.04 }),
      fastFrom: on('2026-09-01', 'documented', 'virtual try-on page, September 2026; day guessed'),
      promptLimit: tokenLimit(on('2026-09-01', 'inferred', 'reported in September 2026; day guessed')),
    },
    queue: {
      periods: periods35,
      format: sdkFormat(1280, 720, 20),
      shapes: wide,
      resolutions: only720p,
      price: perSecond(0.04),
    },
  },
  otherNames: [spelling('lucy-vton-3-5', VTON_3_5)],
};

const variant = (ratio: string, { width, height }: Pick<MediaFormat, 'width' | 'height'>): ModelSpec => ({
  name: `lucy-vton-3.5-${ratio}`,
  family: 'edit-2.1',
  task: 'try-on',
  output: 'video',
  surfaces: {
    queue: {
      periods: [
        served(on(VTON_3_5.on, 'inferred', 'route in the OpenAPI of August 2026; day of lucy-vton-3.5')),
      ],
      format: guessedFormat(width, height, 20, 'from its name, at 720 lines'),
      resolutions: only720p,
      price: guessedPrice('second', 0.04, 'lucy-vton-3.5'),
    },
  },
  otherNames: [spelling(`lucy-vton-3-5-${ratio}`, VTON_3_5)],
});

const VTON_3_6 = on('2026-10-12', 'sdk', 'PyPI decart 0.2.2, 2026-10-12');

const vton36: ModelSpec = {
  name: 'lucy-vton-3.6',
  family: 'edit-2.1',
  task: 'try-on',
  output: 'video',
  note: 'PyPI decart 0.2.2, and decart-cpp of October 2026, which lists no fast mode for it. Not known whether it has the 1280x640 of lucy-vton-3.5.',
  surfaces: {
    realtime: {
      periods: [served(VTON_3_6)],
      format: sdkFormat(1280, 720, 30),
      resolutions: only720p,
      // The SDK says that fast costs twice the normal rate.
      price: guessedPrice('second', 0.02, 'lucy-vton-3.5', { fast: 0.04 }),
      fastFrom: VTON_3_6,
      promptLimit: tokenLimit(on(VTON_3_6.on, 'inferred', 'as lucy-vton-3.5')),
    },
    queue: {
      periods: [served(VTON_3_6)],
      format: sdkFormat(1280, 720, 20),
      resolutions: only720p,
      price: guessedPrice('second', 0.04, 'lucy-vton-3.5'),
    },
  },
};

const vtonLatest: LatestAlias = {
  name: 'lucy-vton-latest',
  targets: [
    { ...CANONICAL_NAMES, model: 'lucy-2.1-vton' },
    { ...VTON_2, model: 'lucy-vton-2' },
    { ...VTON_3, model: 'lucy-vton-3' },
    {
      ...on(
        '2026-08-11',
        'inferred',
        'the day after the last known day of lucy-vton-3; docs of September say 3.5',
      ),
      model: 'lucy-vton-3.5',
      disputed:
        'Two pull requests of 2026-08-10 still say lucy-vton-3, Android SDK 0.7.10 of that day has the size of 3.5. The OpenAPI of August (day unknown) says 3.',
    },
    {
      ...on('2026-10-12', 'sdk', 'PyPI decart 0.2.2, 2026-10-12: says the server resolves it so'),
      model: 'lucy-vton-3.6',
      disputed: 'decart-cpp of October 2026 says that it resolves to lucy-vton-3.5.',
    },
  ],
};

export const vtonModels = [
  vton21,
  vton2,
  vton3,
  vton35,
  vton36,
  variant('4-3', { width: 960, height: 720 }),
  variant('1-1', { width: 720, height: 720 }),
];
export const vtonLatestAliases = [vtonLatest];
