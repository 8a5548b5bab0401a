import {
  before,
  CANONICAL_NAMES,
  guessedPrice,
  on,
  only720p,
  perSecond,
  PYTHON_0_2_3,
  RESAMPLING,
  sdkFormat,
  served,
  upTo1080p,
  videoPromptLimit,
} from './facts.js';
import type { LatestAlias, ModelSpec, OtherName } from '../types.js';

const FIRST_RT = on('2026-01-22', 'sdk', 'JS SDK 0.0.36, as lucy_v2v_14b_rt');
const RENAMED_RT = on('2026-02-01', 'sdk', 'JS SDK 0.0.41, as lucy_2_rt');
const FIRST_QUEUE = on('2026-03-09', 'sdk', 'JS SDK 0.0.54, as lucy-2-v2v');
const LUCY_2_ENDS = on('2026-04-29', 'sdk', 'JS SDK 0.0.61');
/** The OpenAPI of August serves every old name with lucy-2.1; the day is a guess. */
const BECOMES_2_1 = on(
  '2026-04-29',
  'inferred',
  'aliases in the OpenAPI of August 2026; day of the SDK removal',
);
const guess = (day: string, source: string) => on(day, 'inferred', source);

const oldSpellings: readonly OtherName[] = [
  { name: 'lucy_v2v_14b_rt', from: FIRST_RT, deprecated: CANONICAL_NAMES },
  { name: 'lucy_2_rt', from: RENAMED_RT, deprecated: CANONICAL_NAMES },
  { name: 'lucy_2_rt_preview', from: guess('2026-02-01', 'spelling of the OpenAPI; day of lucy_2_rt') },
  { name: 'lucy-2-v2v', from: FIRST_QUEUE, deprecated: CANONICAL_NAMES },
  { name: 'lucy_2_v2v', from: guess('2026-03-09', 'spelling of the OpenAPI; day of lucy-2-v2v') },
  { name: 'lucy_2', from: guess('2026-04-07', 'spelling of the OpenAPI; day of lucy-2') },
];

const lucy2: ModelSpec = {
  name: 'lucy-2',
  named: CANONICAL_NAMES,
  family: 'edit-2.1',
  output: 'video',
  replacement: 'lucy-2.1',
  note: 'Its names are aliases of lucy-2.1 now.',
  surfaces: {
    realtime: {
      periods: [served(FIRST_RT, LUCY_2_ENDS)],
      format: sdkFormat(1280, 720, 20),
      earlier: [before('2026-02-01', 1280, 704, 15)],
      resolutions: only720p,
      price: guessedPrice('second', 0.02, 'lucy-2.1'),
    },
    queue: {
      periods: [served(FIRST_QUEUE, LUCY_2_ENDS)],
      format: sdkFormat(1280, 720, 20),
      resolutions: only720p,
      price: guessedPrice('second', 0.04, 'lucy-2.1'),
      promptLimit: videoPromptLimit,
    },
  },
  otherNames: oldSpellings,
};

const lucy21: ModelSpec = {
  name: 'lucy-2.1',
  family: 'edit-2.1',
  output: 'video',
  note: 'PyPI decart 0.2.3 (between 2026-10-12 and 2026-10-25) lists 1280x720 on both surfaces; JS SDK 0.1.20 has 1088x624.',
  surfaces: {
    realtime: {
      periods: [served(CANONICAL_NAMES)],
      format: sdkFormat(1280, 720, 30),
      earlier: [before(RESAMPLING, 1088, 624, 20), before(PYTHON_0_2_3.on, 1088, 624, 30)],
      resolutions: upTo1080p,
      price: perSecond(0.02),
    },
    queue: {
      periods: [served(CANONICAL_NAMES)],
      format: sdkFormat(1280, 720, 20),
      earlier: [before(PYTHON_0_2_3.on, 1088, 624, 20)],
      resolutions: only720p,
      price: perSecond(0.04),
      promptLimit: videoPromptLimit,
    },
  },
  otherNames: ['lucy-2', ...oldSpellings.map(({ name }) => name)].map((name) => ({
    name,
    from: BECOMES_2_1,
    deprecated: BECOMES_2_1,
  })),
};

const REALTIME_2_5 = on('2026-07-03', 'sdk', 'JS SDK 0.1.11');
const QUEUE_2_5 = on('2026-07-05', 'observed', 'JS SDK 0.1.12; the route answered 405 on 2026-07-03');

const lucy25: ModelSpec = {
  name: 'lucy-2.5',
  family: 'edit-2.5',
  output: 'video',
  note: 'SDKs listed 1088x624 at 20 fps until 2026-07-07, by mistake.',
  surfaces: {
    realtime: {
      periods: [served(REALTIME_2_5)],
      format: sdkFormat(1280, 720, 30),
      resolutions: upTo1080p,
      price: perSecond(0.02, { fast: 0.04 }),
      fastFrom: on('2026-09-01', 'documented', 'speed=fast, September 2026; day guessed'),
      promptLimit: {
        most: 750,
        unit: 'characters',
        evidence: 'documented',
        source: 'prompting guide, second hand, 2026-09-25',
      },
    },
    queue: {
      periods: [served(QUEUE_2_5)],
      format: sdkFormat(1280, 720, 20),
      resolutions: only720p,
      price: perSecond(0.04),
    },
  },
  otherNames: [
    { name: 'lucy-2-5', from: guess('2026-07-03', 'spelling of the OpenAPI; day of lucy-2.5') },
    { name: 'lucy_2_5', from: guess('2026-07-03', 'spelling of the OpenAPI; day of lucy-2.5') },
  ],
};

const LUCY_2_6 = on('2026-10-25', 'sdk', 'PyPI decart 0.2.4, 2026-10-25');

/** Its form (that of lucy-2.5) and 1080p are inferred. */
const lucy26: ModelSpec = {
  name: 'lucy-2.6',
  family: 'edit-2.5',
  output: 'video',
  note: 'Only in the Python SDK. lucy-latest stays at lucy-2.5, see below.',
  surfaces: {
    realtime: {
      periods: [served(LUCY_2_6)],
      format: sdkFormat(1280, 720, 30),
      resolutions: upTo1080p,
      // The SDK says that fast costs twice the normal rate.
      price: guessedPrice('second', 0.02, 'lucy-2.5', { fast: 0.04 }),
      fastFrom: LUCY_2_6,
    },
    queue: {
      periods: [served(LUCY_2_6)],
      format: sdkFormat(1280, 720, 20),
      resolutions: only720p,
      price: guessedPrice('second', 0.04, 'lucy-2.5'),
    },
  },
};

const lucyLatest: LatestAlias = {
  name: 'lucy-latest',
  targets: [
    { ...CANONICAL_NAMES, model: 'lucy-2.1' },
    {
      ...on(
        '2026-07-05',
        'inferred',
        'OpenAPI of August 2026 says 2.5, docs say July; day of the queue launch',
      ),
      model: 'lucy-2.5',
    },
    // No step to lucy-2.6: PyPI decart 0.2.4 names lucy-latest beside lucy-2.5 and lists lucy-2.6 without an alias.
  ],
};

export const lucy2Models = [lucy2, lucy21, lucy25, lucy26];
export const lucy2Latest = [lucyLatest];
