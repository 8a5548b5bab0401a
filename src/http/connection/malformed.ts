import type { Duplex } from 'node:stream';
import { ApiError, type ErrorCode } from '../../contract/errors.js';
import { afterAnswers, owedAnswers } from './owed-answers.js';
import { refuseRaw } from './refuse-raw.js';

/** Codes of Node's parser and of its time limits, and what they are answered with. */
const KNOWN: Readonly<Record<string, ErrorCode>> = {
  HPE_HEADER_OVERFLOW: 'headers_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
};

/** What Node's parser says of a version it does not speak. A version that is not `digit.digit` has other words. */
const UNKNOWN_VERSION = 'Invalid HTTP version';

/** The answer to what Node's parser refused; undefined for a connection that broke, which gets none. */
export function errorFor(error: Error): ApiError | undefined {
  const code = 'code' in error ? String(error.code) : '';
  const known = KNOWN[code];
  if (known !== undefined) return new ApiError(known);
  if (code === 'HPE_INVALID_VERSION' && 'reason' in error && error.reason === UNKNOWN_VERSION)
    return new ApiError('http_version');
  return code.startsWith('HPE_')
    ? new ApiError('malformed_request', {}, [], `${error.message} (${code}).`)
    : undefined;
}

const refused = new WeakSet<Duplex>();

/**
 * Answers bytes that are no HTTP request, or come too slowly, once, after the answers to the requests before them; then
 * closes. `onRefused` gets the error that is answered.
 */
export function refuseMalformed(error: Error, socket: Duplex, onRefused: (error: ApiError) => void): void {
  // Bytes behind a request that is the last one of its connection are no request (RFC 9112, 9.6).
  if ('code' in error && error.code === 'HPE_CLOSED_CONNECTION') return;
  // The parser refuses every further piece as well.
  if (refused.has(socket)) return;
  refused.add(socket);
  const answer = errorFor(error);
  if (!answer) return void socket.destroy();
  onRefused(answer);
  const owed = owedAnswers(socket);
  // The request whose body is malformed, or incomplete, is answered by this.
  const broken = owed.filter(({ req }) => !req.complete);
  const whole = owed.filter(({ req }) => req.complete);
  if (broken.some(({ headersSent }) => headersSent)) return void socket.destroy();
  afterAnswers(socket, () => refuseRaw(socket, answer), whole);
}
