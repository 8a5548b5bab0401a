import { z } from 'zod';
import type { EntryFilter, EntryQuery } from '../contract/control-types.js';
import { errorTable } from '../contract/errors.js';
import { didYouMean } from '../world/rules/nearest.js';
import { journalOperations } from '../world/rules/operations.js';

/** Filters of the journal, as in control.openapi.yaml. A query has its numbers as digits, code as numbers. */

/** Names of a field. One that does not exist would count 0, and a test that expects 0 would pass. */
const oneOf = <Name extends string>(field: string, names: readonly Name[]) =>
  z.custom<Name>((value) => names.includes(value as Name), {
    error: ({ input }) => unknownName(field, input, names),
  });

const unknownName = (field: string, input: unknown, names: readonly string[]): string =>
  `Unknown ${field} ${JSON.stringify(input)}${didYouMean(input, names)}`;

const isOperation = (value: unknown): boolean =>
  typeof value === 'string' &&
  (value.endsWith('*')
    ? journalOperations.some((name) => name.startsWith(value.slice(0, -1)))
    : journalOperations.includes(value));

const operation = z.custom<string>(isOperation, {
  error: ({ input }) => unknownName('operation', input, journalOperations),
});

const WHOLE = 'Write a whole number';

/** Browsers and most proxies give up after one or two minutes. */
const MAX_WAIT_MS = 120_000;

type Whole = (most: number) => z.ZodType<number>;

/** Digits. Empty text is not 0: with an unset variable every wait would succeed. */
const digits: Whole = (most) => z.string().regex(/^\d+$/, WHOLE).transform(Number).pipe(z.number().max(most));

const number: Whole = (most) =>
  z
    .custom<number>((value) => Number.isInteger(value) && (value as number) >= 0, WHOLE)
    .pipe(z.number().max(most));

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'CONNECT', 'TRACE'] as const;
/** Those of the API, and of the control API's access control. */
const ERRORS: readonly string[] = [...Object.keys(errorTable), 'token_required', 'origin_refused'];

function inputs(wholeUpTo: Whole) {
  const whole = wholeUpTo(Number.MAX_SAFE_INTEGER);
  const filter = z.strictObject({
    kind: oneOf('kind', ['http', 'ws', 'world']).exactOptional(),
    operation: operation.exactOptional(),
    method: oneOf('method', METHODS).exactOptional(),
    path: z.string().exactOptional(),
    status: whole.exactOptional(),
    error: oneOf('error', ERRORS).exactOptional(),
    jobId: z.string().exactOptional(),
    sessionId: z.string().exactOptional(),
    model: z.string().exactOptional(),
    afterSeq: whole.exactOptional(),
  }) satisfies z.ZodType<EntryFilter>;
  const find = filter.extend({ limit: whole.exactOptional() }) satisfies z.ZodType<EntryQuery>;
  const count = z.strictObject({ count: whole.default(1) });
  const timeout = z.strictObject({ timeoutMs: wholeUpTo(MAX_WAIT_MS).exactOptional() });
  return { filter, find, count, timeout };
}

const ofQuery = inputs(digits);
/** Selects the journal of what belongs to no account. */
const account = oneOf('account', ['none']).exactOptional();
export const ownerQuery = z.strictObject({ account });
export const filterQuery = ofQuery.filter.extend({ account });
export const findQuery = ofQuery.find.extend({ account });
export const waitQuery = filterQuery.extend({ ...ofQuery.count.shape, ...ofQuery.timeout.shape });

const ofCode = inputs(number);
export const filterInput = ofCode.filter;
export const findInput = ofCode.find;
export const countInput = ofCode.count;

/** Options of `waitForCount`. */
export const waitOptions = ofCode.timeout.extend({
  signal: z
    .custom<AbortSignal>((value) => value instanceof AbortSignal, 'Give an AbortSignal')
    .exactOptional(),
});
