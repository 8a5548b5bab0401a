import { z } from 'zod';
import { parseDuration } from '../world/duration.js';
import { defaultLimits, type Limits } from '../world/limits.js';
import { parseRule } from '../world/rules/parse.js';
import type { RuleSpec } from '../world/rules/rules.js';

/** What a scenario file may say; docs/control-api.md shows one. */

const positive = z.number().positive();
const amount = z.number().min(0);

const time = z
  .union([z.string(), z.number(), z.date().transform((date) => date.toISOString())], {
    error: 'Write a date like 2026-05-31 or 2026-05-31T12:00:00Z',
  })
  .refine((value) => typeof value === 'number' || Number.isFinite(Date.parse(value)), {
    error: 'Write a date like 2026-05-31 or 2026-05-31T12:00:00Z',
  });

const lengthOfTime = z
  .union([amount, z.string()], { error: 'Write ms, or text like 90s or 1h30m' })
  .transform((value, context): number => {
    const ms = typeof value === 'number' ? value : parseDuration(value);
    if (ms !== undefined) return ms;
    context.addIssue({
      code: 'custom',
      message: `"${value}" is no length of time; write ms, or text like 90s`,
    });
    return z.NEVER;
  });

const duration = z.union(
  [
    lengthOfTime,
    z.strictObject({ uniform: z.tuple([lengthOfTime, lengthOfTime]) }),
    z.strictObject({ lognormal: z.strictObject({ median: lengthOfTime, sigma: amount }) }),
  ],
  { error: 'Write ms, text like 90s, {uniform: [min, max]} or {lognormal: {median, sigma}}' },
);

const mode = z.enum(['real', 'scaled', 'manual', 'auto']);

const clock = z.union(
  [
    mode,
    z.strictObject({
      mode: mode.exactOptional(),
      scale: positive.exactOptional(),
      now: time.exactOptional(),
    }),
  ],
  { error: 'Write real, scaled, manual or auto, or {mode, scale, now}' },
);

const organisation = z.strictObject({
  credits: amount.exactOptional(),
  autoTopUp: z.strictObject({ below: amount, to: amount }).nullable().exactOptional(),
  sessions: z.int().min(0).nullable().exactOptional(),
});

const key = organisation.extend({ organisation: z.string().min(1).exactOptional() });

const rule = z.unknown().transform((value, context): RuleSpec => {
  try {
    return parseRule(value);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    context.addIssue({ code: 'custom', message: error.message });
    return z.NEVER;
  }
});

const limits = z.strictObject(
  Object.fromEntries(
    Object.keys(defaultLimits).map((name) => [name, z.number().min(0).exactOptional()]),
  ) as Record<keyof Limits, z.ZodExactOptional<z.ZodNumber>>,
);

export const scenarioShape = z
  .strictObject({
    seed: z.union([z.string(), z.number().transform(String)]).exactOptional(),
    clock: clock.exactOptional(),
    asOf: time.exactOptional(),
    timing: z
      .strictObject({ pending: duration.exactOptional(), processing: duration.exactOptional() })
      .exactOptional(),
    workers: z.int().min(1).exactOptional(),
    capacity: z.int().min(1).exactOptional(),
    render: z.string().exactOptional(),
    strictKeys: z.boolean().exactOptional(),
    defaults: organisation.exactOptional(),
    organisations: z.record(z.string(), organisation).exactOptional(),
    keys: z.record(z.string(), key).exactOptional(),
    rules: z.array(rule).exactOptional(),
    limits: limits.exactOptional(),
  })
  .superRefine(({ organisations, keys }, context) => {
    if (!organisations) return;
    for (const [name, { organisation: id }] of Object.entries(keys ?? {})) {
      if (id === undefined || Object.hasOwn(organisations, id)) continue;
      const message = `"${id}" is not among the organisations: ${Object.keys(organisations).join(', ')}`;
      context.addIssue({ code: 'custom', path: ['keys', name, 'organisation'], message });
    }
  });

/** A scenario as people write it. */
export type Scenario = z.input<typeof scenarioShape>;
