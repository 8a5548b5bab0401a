import { z } from 'zod';
import { belongs, clockMode, commonFields, readable, speed, time } from './fields.js';

/** What a scenario file may say; docs/control-api.md shows one. */

const clock = z.union(
  [
    clockMode,
    z.strictObject({
      mode: clockMode.exactOptional(),
      scale: speed.exactOptional(),
      now: time.exactOptional(),
    }),
  ],
  { error: 'Write real, scaled, manual or auto, or {mode, scale, now}' },
);

export const scenarioShape = z
  .strictObject({ ...commonFields, clock: clock.exactOptional() })
  .superRefine(belongs, readable);

/** A scenario as people write it. */
export type Scenario = z.input<typeof scenarioShape>;

/** The same once it was read. */
export type ParsedScenario = z.output<typeof scenarioShape>;
