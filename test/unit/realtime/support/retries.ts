import { errorTable, type ErrorCode } from '../../../../src/contract/errors.js';

/** Words at which SDKs stop their retries (facts: sdk-javascript.md 3.6, sdk-python-android-ios.md 3.5). */
const PERMANENT = [
  'permission denied',
  'not allowed',
  'invalid session',
  '401',
  'invalid api key',
  'unauthorized',
] as const;

export const stopsRetries = (text: string): boolean =>
  PERMANENT.some((words) => text.toLowerCase().includes(words));

/** Every error that the gateway sends. */
export const realtimeErrorCodes = (Object.keys(errorTable) as ErrorCode[]).filter(
  (code) => 'realtimeType' in errorTable[code],
);
