import { saysNoKey } from './missing-key.js';
import { byRuntime } from './network-errors.js';
import type { ErrorFacts } from './protocol.js';

/** What went wrong, whatever an SDK calls it. */
export type ErrorClass =
  | 'invalid_input'
  | 'auth'
  | 'forbidden'
  | 'not_found'
  | 'gone'
  | 'conflict'
  | 'too_large'
  | 'rate_limited'
  | 'server'
  | 'network'
  | 'timeout'
  | 'aborted'
  | 'protocol'
  | 'unknown';

/** How one family of SDKs tells its causes apart. */
interface Profile {
  /** The HTTP status, where only a text carries it. */
  statusIn?: RegExp;
  /** Its own type names and codes. */
  names?: Record<string, ErrorClass>;
}

/** What is told apart in every language. The codes are those of adapter-protocol.md. */
const common: Record<string, ErrorClass> = {
  INVALID_API_KEY: 'auth',
  INVALID_INPUT: 'invalid_input',
  INVALID_BASE_URL: 'invalid_input',
  MODEL_NOT_FOUND: 'invalid_input',
  AbortError: 'aborted',
  TimeoutError: 'timeout',
  SyntaxError: 'protocol',
};

/** Per SDK family, by the language in its welcome. A language that is not here has what all have in common. */
const profiles: Record<string, Profile> = {
  javascript: {
    statusIn: /^(?:Processing failed|Failed to [a-z ]+): (\d{3}) - /,
  },
  python: {
    statusIn: /^(?:Processing failed|Failed to [a-z ]+): (\d{3}) - /,
    names: {
      InvalidInputError: 'invalid_input',
      InvalidAPIKeyError: 'auth',
      InvalidBaseURLError: 'invalid_input',
      ModelNotFoundError: 'invalid_input',
      CancelledError: 'aborted',
      ClientConnectorError: 'network',
      ClientOSError: 'network',
      ClientPayloadError: 'network',
      ServerDisconnectedError: 'network',
      ContentTypeError: 'protocol',
      ValidationError: 'protocol',
      JSONDecodeError: 'protocol',
      KeyError: 'protocol',
    },
  },
};

const byStatus: Record<number, ErrorClass> = {
  401: 'auth',
  402: 'forbidden',
  403: 'forbidden',
  404: 'not_found',
  408: 'timeout',
  409: 'conflict',
  410: 'gone',
  413: 'too_large',
  429: 'rate_limited',
  504: 'timeout',
};

/** The HTTP status that an error tells, whether as a number or in its text. */
export function statusOf(error: ErrorFacts, language: string): number | undefined {
  if (error.httpStatus !== undefined) return error.httpStatus;
  const found = profiles[language]?.statusIn?.exec(error.message)?.[1];
  return found === undefined ? undefined : Number(found);
}

/** The class of an error, by its status first, then by its names, then by what it says of connections and keys, then by its cause. */
export function classOf(error: ErrorFacts, language: string): ErrorClass {
  const names = { ...common, ...profiles[language]?.names };
  const named = [error.code, error.type].map((name) => (name === undefined ? undefined : names[name]));
  if (error.isAbort) return 'aborted';
  if (error.isTimeout) return 'timeout';
  const status = statusOf(error, language);
  if (status !== undefined)
    return byStatus[status] ?? (status >= 500 ? 'server' : status >= 400 ? 'invalid_input' : 'protocol');
  const byName = named.find((each) => each !== undefined);
  if (byName !== undefined) return byName;
  if (/(?<!connection )\babort(ed)?\b/i.test(error.message)) return 'aborted';
  const byWords = byRuntime(error);
  if (byWords !== undefined) return byWords;
  if (saysNoKey(error)) return 'auth';
  return error.cause ? classOf(error.cause, language) : 'unknown';
}

/**
 * What a program can tell apart without reading sentences: type, code and status. Two causes with the same signature
 * are one to a program.
 */
export function signatureOf(error: ErrorFacts): string {
  const cause = error.cause ? ` < ${signatureOf(error.cause)}` : '';
  return `${error.type}/${error.code ?? ''}/${error.httpStatus ?? ''}${cause}`;
}
