import { isMissingKey } from './missing-key.js';
import { classOfRuntimeError } from './network-errors.js';
import type { ErrorFacts } from './protocol.js';

/** The class of an error, independent of the SDK's own names. */
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

/** How one family of SDKs marks its causes. */
interface Profile {
  /** Finds the HTTP status in the message, where no field has it. */
  statusIn?: RegExp;
  /** Its own type names and codes. */
  names?: Record<string, ErrorClass>;
}

/** Names in every language. The codes are those of the adapter protocol. */
const common: Record<string, ErrorClass> = {
  INVALID_API_KEY: 'auth',
  INVALID_INPUT: 'invalid_input',
  INVALID_BASE_URL: 'invalid_input',
  MODEL_NOT_FOUND: 'invalid_input',
  AbortError: 'aborted',
  TimeoutError: 'timeout',
  SyntaxError: 'protocol',
};

/** Profiles by the language in the welcome. Other languages use the common names alone. */
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

/** The HTTP status of an error, from its field or its message. */
export function statusOf(error: ErrorFacts, language: string): number | undefined {
  if (error.httpStatus !== undefined) return error.httpStatus;
  const found = profiles[language]?.statusIn?.exec(error.message)?.[1];
  return found === undefined ? undefined : Number(found);
}

/** The class of an error: by its status, its names, its words about connections and keys, then its cause. */
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
  const byWords = classOfRuntimeError(error);
  if (byWords !== undefined) return byWords;
  if (isMissingKey(error)) return 'auth';
  return error.cause ? classOf(error.cause, language) : 'unknown';
}

/**
 * What a program can distinguish without reading sentences: type, code and status. It cannot distinguish two causes
 * with the same signature.
 */
export function signatureOf(error: ErrorFacts): string {
  const cause = error.cause ? ` < ${signatureOf(error.cause)}` : '';
  return `${error.type}/${error.code ?? ''}/${error.httpStatus ?? ''}${cause}`;
}
