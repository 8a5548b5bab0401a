import { CANONICAL_NAMES, FIRST_SDK, imagePromptLimit, on, QUEUE_OPENS, sdkFormat, served } from './facts.js';
import type { LatestAlias, ModelSpec } from '../types.js';

const surface = {
  format: sdkFormat(1280, 704, 25),
  resolutions: ['480p', '720p'],
  price: {
    per: 'image',
    dollars: 0.02,
    at480p: 0.01,
    evidence: 'documented',
    source: 'pricing page, captured 2026-08-01',
  },
  promptLimit: imagePromptLimit,
} as const;

const image: ModelSpec = {
  name: 'lucy-image-2',
  named: CANONICAL_NAMES,
  family: 'image',
  output: 'image',
  surfaces: {
    process: { ...surface, periods: [served(FIRST_SDK)] },
    queue: { ...surface, periods: [served(QUEUE_OPENS)] },
  },
  otherNames: [
    { name: 'lucy-pro-i2i', from: FIRST_SDK, deprecated: CANONICAL_NAMES },
    {
      name: 'lucy_pro_i2i',
      from: on('2025-09-30', 'inferred', 'spelling of the OpenAPI; day of lucy-pro-i2i'),
    },
  ],
  note: 'The OpenAPI has queue routes for it, the docs say there are none.',
};

const imageLatest: LatestAlias = {
  name: 'lucy-image-latest',
  targets: [{ ...CANONICAL_NAMES, model: 'lucy-image-2' }],
};

export const imageModels = [image];
export const imageLatestAliases = [imageLatest];
