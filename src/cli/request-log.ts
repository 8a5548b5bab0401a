import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { oneLine } from '../contract/redaction/printable.js';
import { redactUrl } from '../contract/redaction/redact-url.js';
import { requestStriker } from '../contract/redaction/request-secrets.js';
import { errorFor } from '../http/connection/malformed.js';
import { logSockets } from './socket-log.js';

const elapsed = (from: bigint): string => `${(Number(process.hrtime.bigint() - from) / 1e6).toFixed(1)} ms`;

const stopwatch = (): (() => string) => {
  const from = process.hrtime.bigint();
  return () => elapsed(from);
};

/** Writes a line for each finished request and each WebSocket. Call it after the other listeners were added. */
export function logRequests(server: Server, write: (line: string) => void): void {
  const log = (request: IncomingMessage, response: ServerResponse): void => {
    const from = process.hrtime.bigint();
    const what = oneLine(`${request.method ?? '?'} ${safeUrl(request)}`);
    response.once('close', () => {
      const end = response.writableFinished ? String(response.statusCode) : 'aborted';
      write(`${what} ${end} ${elapsed(from)}`);
    });
  };
  server.on('request', log);
  logRefused(server, log, write);
  logSockets(server, write, { nameOf: safeUrl, stopwatch });
}

/** What reaches no handler of requests, and is answered all the same. Our listeners alone would change how Node handles it. */
function logRefused(
  server: Server,
  log: (request: IncomingMessage, response: ServerResponse) => void,
  write: (line: string) => void,
): void {
  if (server.listenerCount('checkExpectation') > 0) server.on('checkExpectation', log);
  if (server.listenerCount('connect') > 0)
    server.on('connect', (request: IncomingMessage) => write(oneLine(`CONNECT ${safeUrl(request)} refused`)));
  if (server.listenerCount('clientError') === 0) return;
  const seen = new WeakSet<object>();
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const answered = errorFor(error);
    // The parser refuses every further piece as well.
    if (!answered || seen.has(socket)) return;
    seen.add(socket);
    write(oneLine(`no HTTP request ${answered.status} (${error.code})`));
  });
}

type Logged = Pick<IncomingMessage, 'url' | 'headers'> & { readonly originalUrl?: string };

/** Path and query without keys and tokens; the request's own credentials go wherever they stand. */
export function safeUrl(request: Logged): string {
  // express has stripped the mount path off `url` by now.
  const url = request.originalUrl ?? request.url ?? '/';
  return requestStriker({ headers: request.headers, url }).strike(redactUrl(url));
}
