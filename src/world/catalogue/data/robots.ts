import { guessedFormat, guessedPrice, OPENAPI_AUGUST, only720p, served } from './facts.js';
import type { ModelSpec } from '../types.js';

export const robotModels: readonly ModelSpec[] = [
  {
    name: 'lucy-robot-720p',
    family: 'robot',
    output: 'video',
    private: true,
    note: 'In no documentation; the OpenAPI calls it a long-form model.',
    surfaces: {
      queue: {
        periods: [served(OPENAPI_AUGUST)],
        format: guessedFormat(1280, 720, 20, 'from its name'),
        resolutions: only720p,
        price: guessedPrice('second', 0.04, 'lucy-2.1'),
      },
    },
    otherNames: [
      { name: 'lucy-samsung-robot-poc', from: OPENAPI_AUGUST },
      { name: 'lucy-solomon-robot-poc', from: OPENAPI_AUGUST },
    ],
  },
];
