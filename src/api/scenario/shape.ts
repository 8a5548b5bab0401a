import { z } from 'zod';
import { belongs, commonFields, readable } from './fields.js';

/** What a scenario file may say; docs/reference/options.md shows one. */

export const scenarioShape = z.strictObject(commonFields).superRefine(belongs, readable);

/** A scenario as people write it. */
export type Scenario = z.input<typeof scenarioShape>;
