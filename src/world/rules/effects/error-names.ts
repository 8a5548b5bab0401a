import { errorTable, type ErrorCode, type ErrorRow } from '../../../contract/errors.js';

/** What people write for an error code: words that a client sees. */

const rows: readonly (readonly [ErrorCode, ErrorRow])[] = Object.entries(errorTable) as [
  ErrorCode,
  ErrorRow,
][];

export const errorCodes: readonly ErrorCode[] = rows.map(([code]) => code);

const hasTypeAlone = ([code, { realtimeType }]: (typeof rows)[number]): boolean =>
  realtimeType !== undefined &&
  !rows.some(([other, row]) => other !== code && row.realtimeType === realtimeType);

/** Codes by what a client reads: the text of the error, its type where one code has it, or the reason of the close. */
export const errorsBySight: ReadonlyMap<string, ErrorCode> = new Map<string, ErrorCode>([
  ...rows.filter(hasTypeAlone).map(([code, { realtimeType = '' }]) => [realtimeType, code] as const),
  ...rows.map(([code, { message }]) => [message.toLowerCase(), code] as const),
  ['session_limit', 'concurrency_limit'],
  ['session_limit_reached', 'concurrency_limit'],
  ['session limit reached', 'concurrency_limit'],
  ['try again later', 'at_capacity'],
]);
