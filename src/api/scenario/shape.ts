import { z } from 'zod';
import { checkMembership, commonFields, withValidKeys } from './fields.js';

/** A scenario file; docs/reference/options.md shows one. */
export const scenarioShape = z.strictObject(commonFields).superRefine(checkMembership, withValidKeys);

/** A scenario as written. */
export type Scenario = z.input<typeof scenarioShape>;
