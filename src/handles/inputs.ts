import { z } from 'zod';
import type { CatalogueQuery, ClockInput, ControlInput, CreditsInput } from '../contract/control-types.js';
import { isKey, keyProblem } from '../contract/credential.js';
import { MAX_CREDITS } from '../world/billing/credits.js';
import { PACES } from '../world/pace/pace.js';
import { parseTime } from '../world/time/parse-time.js';
import { permissionsInput } from './permission-inputs.js';

/** Inputs of the control API and of the handles, as in control.openapi.yaml. */

export const nothing = z.strictObject({}).optional();

export const clockInput = z
  .strictObject({
    mode: z.enum(['real', 'scaled', 'manual', 'auto']),
    rate: z.number().positive().exactOptional(),
  })
  .refine(({ mode, rate }) => mode !== 'scaled' || rate !== undefined, {
    error: 'A scaled clock needs "rate": virtual seconds per second, above 0',
  })
  .refine(({ mode, rate }) => mode === 'scaled' || rate === undefined, {
    error: ({ input }) => `"rate" is for the mode "scaled", not "${(input as ClockInput).mode}"`,
  }) satisfies z.ZodType<ClockInput>;

export const advanceInput = z.union(
  [
    z.strictObject({ by: z.union([z.string(), z.number()]) }),
    z.strictObject({ to: z.union([z.string(), z.number()]) }),
  ],
  { error: 'Send {"by": "90s"} (text or ms), or {"to": "2026-05-31T12:00:00Z"}' },
) satisfies z.ZodType<ControlInput<'/clock/advance', 'post'>>;

const amount = z.number().min(0).max(MAX_CREDITS);
const autoTopUp = z
  .strictObject({ below: amount, to: amount })
  .refine(({ below, to }) => to >= below, { error: '"to" must be at least "below"' })
  .nullable();
const maxConcurrentSessions = z.int().min(0).nullable();

export const organisationInput = permissionsInput.extend({
  credits: amount.exactOptional(),
  autoTopUp: autoTopUp.exactOptional(),
  maxConcurrentSessions: maxConcurrentSessions.exactOptional(),
});

/** Names are kept as long as the key is known. */
const name = z.string().min(1).max(200);

export const keyInput = organisationInput.extend({
  organisation: name.exactOptional(),
  keyName: name.exactOptional(),
  pace: z.enum(PACES).exactOptional(),
});

/** A client token selects an account, and is not a key of one. */
const key = z
  .string()
  .refine(isKey, { error: ({ input }) => keyProblem(input as string) ?? '' });

export const keyName = z.strictObject({ key });

export const accountInput = keyInput.extend({ key }) satisfies z.ZodType<ControlInput<'/accounts', 'post'>>;

export const creditsInput = z.strictObject({
  balance: amount.exactOptional(),
  autoTopUp: autoTopUp.exactOptional(),
}) satisfies z.ZodType<CreditsInput>;

export const quotaInput = z.strictObject({ maxConcurrentSessions }) satisfies z.ZodType<
  ControlInput<'/quota', 'put'>
>;

export const paceInput = z.strictObject({ pace: z.enum(PACES) }) satisfies z.ZodType<
  ControlInput<'/pace', 'put'>
>;

/** Rules are checked by their own parser, which has better messages. */
export const ruleList = z
  .array(z.unknown(), { error: 'Give a list of rules' })
  .min(1, { error: 'Give at least one rule' });

export const rulesInput = z.union([z.array(z.unknown()).min(1), z.looseObject({})], {
  error: 'Send one rule, or a list of rules',
});

export const catalogueQuery = z.strictObject({
  until: z
    .string()
    .refine((text) => parseTime(text) !== undefined, 'Write it like 2026-12-31')
    .exactOptional(),
}) satisfies z.ZodType<CatalogueQuery>;
