import { z } from 'zod';
import type {
  CatalogueQuery,
  ClockInput,
  ControlInput,
  CreditsInput,
  EntryFilter,
  EntryQuery,
} from '../contract/control-types.js';
import { MAX_CREDITS } from '../world/billing/credits.js';

/** Inputs of the control API, as in control.openapi.yaml. */

export const nothing = z.strictObject({}).optional();

export const clockInput = z.strictObject({
  mode: z.enum(['real', 'scaled', 'manual', 'auto']),
  rate: z.number().positive().exactOptional(),
}) satisfies z.ZodType<ClockInput>;

export const advanceInput = z.union(
  [
    z.strictObject({ by: z.union([z.string(), z.number()]) }),
    z.strictObject({ to: z.union([z.string(), z.number()]) }),
  ],
  { error: 'Send {"by": "90s"} (text or ms), or {"to": "2026-05-31T12:00:00Z"}' },
) satisfies z.ZodType<ControlInput<'/clock/advance', 'post'>>;

const amount = z.number().min(0).max(MAX_CREDITS);
const autoTopUp = z.strictObject({ below: amount, to: amount }).nullable();
const maxConcurrentSessions = z.int().min(0).nullable();

export const organisationInput = z.strictObject({
  credits: amount.exactOptional(),
  autoTopUp: autoTopUp.exactOptional(),
  maxConcurrentSessions: maxConcurrentSessions.exactOptional(),
});

export const keyInput = organisationInput.extend({ organisation: z.string().min(1).exactOptional() });

export const accountInput = keyInput.extend({ key: z.string().min(1) }) satisfies z.ZodType<
  ControlInput<'/accounts', 'post'>
>;

export const creditsInput = z.strictObject({
  balance: amount.exactOptional(),
  autoTopUp: autoTopUp.exactOptional(),
}) satisfies z.ZodType<CreditsInput>;

export const quotaInput = z.strictObject({ maxConcurrentSessions }) satisfies z.ZodType<
  ControlInput<'/quota', 'put'>
>;

/** Rules are checked by their own parser, which has better messages. */
export const rulesInput = z.union([z.array(z.unknown()).min(1), z.looseObject({})], {
  error: 'Send one rule, or a list of rules',
});

/** Digits of a query. Empty text is not 0: with an unset variable every wait would succeed. */
const wholeUpTo = (most: number) =>
  z.string().regex(/^\d+$/, 'Write a whole number').transform(Number).pipe(z.number().max(most));

const whole = wholeUpTo(Number.MAX_SAFE_INTEGER);

export const filterQuery = z.strictObject({
  kind: z.enum(['http', 'ws', 'world']).exactOptional(),
  operation: z.string().exactOptional(),
  method: z.string().exactOptional(),
  path: z.string().exactOptional(),
  status: whole.exactOptional(),
  error: z.string().exactOptional(),
  jobId: z.string().exactOptional(),
  sessionId: z.string().exactOptional(),
  model: z.string().exactOptional(),
  afterSeq: whole.exactOptional(),
}) satisfies z.ZodType<EntryFilter>;

export const findQuery = filterQuery.extend({ limit: whole.exactOptional() }) satisfies z.ZodType<EntryQuery>;

/** Browsers and most proxies give up after one or two minutes. */
const MAX_WAIT_MS = 120_000;

export const waitQuery = filterQuery.extend({
  count: whole.default(1),
  timeoutMs: wholeUpTo(MAX_WAIT_MS).exactOptional(),
});

export const catalogueQuery = z.strictObject({
  until: z.string().exactOptional(),
}) satisfies z.ZodType<CatalogueQuery>;
