import {
  before,
  CANONICAL_NAMES,
  FIRST_SDK,
  guessedPrice,
  MAY_RETIREMENT,
  on,
  only720p,
  perSecond,
  RESAMPLING,
  sdkFormat,
  served,
  upTo1080p,
  videoPromptLimit,
} from './facts.js';
import type { LatestAlias, ModelSpec } from '../types.js';

const MIRAGE_V2 = on('2025-10-23', 'sdk', 'JS SDK 0.0.6, as mirage_v2');
const RESTYLE_V2V = on('2025-12-17', 'sdk', 'JS SDK 0.0.26, as lucy-restyle-v2v');

const restyle1: ModelSpec = {
  name: 'lucy-restyle',
  named: CANONICAL_NAMES,
  output: 'video',
  replacement: 'lucy-restyle-2',
  surfaces: {
    realtime: {
      periods: [served(FIRST_SDK, MAY_RETIREMENT)],
      format: sdkFormat(1280, 704, 25),
      resolutions: only720p,
      price: guessedPrice('second', 0.01, 'lucy-restyle-2'),
    },
  },
  otherNames: [{ name: 'mirage', from: FIRST_SDK, deprecated: CANONICAL_NAMES }],
};

const restyle2: ModelSpec = {
  name: 'lucy-restyle-2',
  named: CANONICAL_NAMES,
  family: 'restyle',
  output: 'video',
  surfaces: {
    realtime: {
      periods: [served(MIRAGE_V2)],
      format: sdkFormat(1280, 704, 30),
      earlier: [
        before('2025-10-30', 1280, 704, 12),
        before('2025-11-05', 1280, 704, 18),
        before(RESAMPLING, 1280, 704, 22),
      ],
      resolutions: upTo1080p,
      price: perSecond(0.01),
    },
    queue: {
      periods: [served(RESTYLE_V2V)],
      format: sdkFormat(1280, 704, 22),
      resolutions: only720p,
      price: perSecond(0.01),
      promptLimit: videoPromptLimit,
      longestUpload: {
        seconds: 1800,
        evidence: 'documented',
        source: 'changelog, December 2025',
      },
    },
  },
  otherNames: [
    { name: 'mirage_v2', from: MIRAGE_V2, only: 'realtime', deprecated: CANONICAL_NAMES },
    {
      name: 'mirage_v2',
      from: on('2026-04-07', 'inferred', 'route in the OpenAPI of August 2026; day of lucy-restyle-2'),
      only: 'queue',
      deprecated: CANONICAL_NAMES,
    },
    { name: 'lucy-restyle-v2v', from: RESTYLE_V2V, deprecated: CANONICAL_NAMES },
  ],
  note: 'SDKs dropped mirage_v2 in July 2026, the server did not.',
};

const restyleLatest: LatestAlias = {
  name: 'lucy-restyle-latest',
  targets: [{ ...CANONICAL_NAMES, model: 'lucy-restyle-2' }],
};

export const restyleModels = [restyle1, restyle2];
export const restyleLatestAliases = [restyleLatest];
