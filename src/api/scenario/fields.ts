import { z } from 'zod';
import { LAST_TIME, MAX_RATE } from '../../world/time/clock.js';
import { permissionsInput } from '../../handles/permission-inputs.js';
import { parseTime } from '../../world/time/parse-time.js';
import { parseDuration } from '../../world/time/duration.js';
import { MAX_CREDITS } from '../../world/billing/credits.js';
import { MAX_WORKERS } from '../../world/queueing/workers.js';
import { defaultLimits, smallestLimits, type Limits } from '../../world/accounts/limits.js';
import { PACES } from '../../world/pace/pace.js';
import { ruleIdProblems } from '../../world/rules/rule-ids.js';
import { checkRule } from '../../world/rules/parse-rule.js';
import { MAX_SIGMA } from '../../world/random/draw-duration.js';
import type { RuleSpec } from '../../world/rules/types.js';
import { isKey, keyProblem } from '../../contract/credential.js';
import { corsProblem, ORIGIN_SCOPES } from '../../contract/origin.js';
import { addressProblem } from '../../media/ice/addresses.js';
import { livekitUrlProblem } from '../../media/livekit-url.js';
import { MEDIA_REACHES } from '../../media/ice/ice-options.js';
import { clockProblem } from '../clock-settings.js';
import { hostAddress, portPair, realNumber, wholeNumber } from './field-kinds.js';

/** The settings that scenarios, config files and `startMock` share. */

const text = z.string().min(1);
const amount = realNumber(0);
const credits = realNumber(0, MAX_CREDITS);

const DATE = 'Write a date like 2026-05-31 or 2026-05-31T12:00:00Z, of a day that exists';
const isTime = (at: number | undefined): boolean => at !== undefined && at >= 0 && at <= LAST_TIME;

/** Epoch ms, or a date as text. */
export const time = z
  .union([z.string(), z.number(), z.date().transform((date) => date.toISOString())], { error: DATE })
  .refine((value) => isTime(typeof value === 'number' ? value : parseTime(value)), { error: DATE });

const milliseconds = z
  .union([amount, z.string()], { error: 'Write ms, or text like 90s or 1h30m' })
  .transform((value, context): number => {
    const ms = typeof value === 'number' ? value : parseDuration(value);
    if (ms !== undefined) return ms;
    context.addIssue({
      code: 'custom',
      message: `"${value}" is not a duration; write ms, or text like 90s`,
    });
    return z.NEVER;
  });

const duration = z.union(
  [
    milliseconds,
    z.strictObject({
      uniform: z
        .tuple([milliseconds, milliseconds])
        .refine(([min, max]) => min <= max, { error: 'Write the smaller one first' }),
    }),
    z.strictObject({ lognormal: z.strictObject({ median: milliseconds, sigma: realNumber(0, MAX_SIGMA) }) }),
  ],
  {
    error: 'Write ms, text like 90s, {uniform: [min, max]} or {lognormal: {median, sigma}}, sigma at most 10',
  },
);

const clockMode = z.enum(['real', 'scaled', 'manual', 'auto']);
/** A mode, or `{ mode, rate, now }`. */
const clock = z.union(
  [
    clockMode,
    z
      .strictObject({
        mode: clockMode.exactOptional(),
        rate: z.number().positive().max(MAX_RATE).exactOptional(),
        now: time.exactOptional(),
      })
      .superRefine((parts, context) => {
        const message = clockProblem(parts);
        if (message !== undefined) context.addIssue({ code: 'custom', message });
      }),
  ],
  { error: `Write real, scaled, manual or auto, or {mode, rate, now}, rate above 0 to ${MAX_RATE}` },
);

const autoTopUp = z
  .strictObject({ below: credits, to: credits })
  .refine(({ below, to }) => to >= below, { error: '"to" must be at least "below"' });

const organisation = z.strictObject({
  credits: credits.exactOptional(),
  autoTopUp: autoTopUp.nullable().exactOptional(),
  maxConcurrentSessions: wholeNumber(0).nullable().exactOptional(),
  ...permissionsInput.shape,
});

/** Options of a key. */
export const keyOptions = organisation.extend({
  organisation: text.exactOptional(),
  keyName: text.exactOptional(),
  pace: z.enum(PACES).exactOptional(),
});

export const keyName = z.string().refine(isKey, { error: ({ input }) => keyProblem(input as string) ?? '' });

const rule = z.unknown().transform((value, context): RuleSpec => {
  const { problems, ...checked } = checkRule(value);
  if ('rule' in checked) return checked.rule;
  for (const message of problems ?? []) context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

const rules = z.array(rule).superRefine((list, context) => {
  for (const { at, message } of ruleIdProblems(list))
    context.addIssue({ code: 'custom', path: [at], message });
});

/** What a limit counts, where its name says so. */
function unitOf(name: string): string | undefined {
  if (name.endsWith('Bytes')) return 'bytes';
  return name.endsWith('Ms') ? 'milliseconds' : undefined;
}

const limits = z.strictObject(
  Object.fromEntries(
    Object.keys(defaultLimits).map((name) => [
      name,
      wholeNumber(smallestLimits[name as keyof Limits] ?? 0, undefined, unitOf(name)).exactOptional(),
    ]),
  ) as Record<keyof Limits, z.ZodExactOptional<z.ZodInt>>,
);

/** The fields of a scenario. */
export const commonFields = {
  seed: z.union([z.string(), z.number().transform(String)]).exactOptional(),
  clock: clock.exactOptional(),
  now: time.exactOptional(),
  asOf: time.exactOptional(),
  timing: z
    .strictObject({ pending: duration.exactOptional(), processing: duration.exactOptional() })
    .exactOptional(),
  pace: z.enum(PACES).exactOptional(),
  workers: wholeNumber(1, MAX_WORKERS).exactOptional(),
  sessionCapacity: wholeNumber(1).exactOptional(),
  render: z.string().exactOptional(),
  strictKeys: z.boolean().exactOptional(),
  defaults: organisation.exactOptional(),
  organisations: z.record(z.string(), organisation).exactOptional(),
  keys: z.record(keyName, keyOptions).exactOptional(),
  rules: rules.exactOptional(),
  limits: limits.exactOptional(),
};

interface Memberships {
  readonly organisations?: Readonly<Record<string, unknown>>;
  readonly keys?: Readonly<Record<string, { readonly organisation?: string }>>;
}

/** Where organisations are listed, a key must name one of them. */
export function checkMembership({ organisations, keys }: Memberships, context: z.RefinementCtx): void {
  if (!organisations) return;
  for (const [name, { organisation: id }] of Object.entries(keys ?? {})) {
    if (id === undefined || Object.hasOwn(organisations, id)) continue;
    const message = `"${id}" is not among the organisations: ${Object.keys(organisations).join(', ')}`;
    context.addIssue({ code: 'custom', path: ['keys', name, 'organisation'], message });
  }
}

const ice = z.strictObject({
  portRange: portPair.exactOptional(),
  advertisedAddress: hostAddress.exactOptional(),
  extraAddresses: z.array(hostAddress).exactOptional(),
  reach: z.enum(MEDIA_REACHES).exactOptional(),
  allow: z
    .array(
      z.string().superRefine((value, context) => {
        const message = addressProblem(value);
        if (message !== undefined) context.addIssue({ code: 'custom', message });
      }),
    )
    .exactOptional(),
});

/** URL of a LiveKit server. */
export const livekitUrl = z.string().refine((value) => livekitUrlProblem(value) === undefined, {
  error: ({ input }) => livekitUrlProblem(input as string) ?? '',
});

const halfOfPair = z
  .string({ error: 'Write both "key" and "secret": they are a pair' })
  .min(1, { error: 'Write a text that is not empty' });

/** Runs `checkMembership` also beside other problems, as long as keys and organisations themselves are valid. */
export const withValidKeys = {
  when: ({ value, issues }: z.core.ParsePayload): boolean =>
    typeof value === 'object' &&
    value !== null &&
    !issues.some(({ path: [field] = [] }) => field === 'keys' || field === 'organisations'),
};

/** Fields besides those of a scenario: where the mock listens, access, realtime. */
export const serverFields = {
  port: wholeNumber(0, 65_535).exactOptional(),
  host: text.exactOptional(),
  controlToken: text.exactOptional(),
  realtime: z
    .strictObject({
      media: z.enum(['webrtc', 'simulated']).exactOptional(),
      ice: ice.exactOptional(),
      origins: z.enum(ORIGIN_SCOPES).exactOptional(),
      allowMissingOrigin: z.boolean().exactOptional(),
      livekit: z
        .strictObject({ url: livekitUrl.exactOptional(), key: halfOfPair, secret: halfOfPair })
        .exactOptional(),
    })
    .exactOptional(),
};

/** Value of `access-control-allow-origin`: `*`, or an origin. */
export const corsOrigin = z.string().superRefine((value, context) => {
  const message = corsProblem(value);
  if (message !== undefined) context.addIssue({ code: 'custom', message });
});
