import type { IncomingMessage, Server } from 'node:http';
import { oneLine } from '../contract/redaction/printable.js';
import { redactUrl } from '../contract/redaction/redact-url.js';
import { requestStriker } from '../contract/redaction/request-secrets.js';
import { wantsWebSocket } from '../http/connection/unsupported-upgrade.js';

const elapsed = (from: bigint): string => `${(Number(process.hrtime.bigint() - from) / 1e6).toFixed(1)} ms`;

/** Writes a line for each finished request and each WebSocket. Call it after the other listeners were added. */
export function logRequests(server: Server, write: (line: string) => void): void {
  server.on('request', (request, response) => {
    const from = process.hrtime.bigint();
    const what = oneLine(`${request.method ?? '?'} ${safeUrl(request)}`);
    response.once('close', () => {
      const end = response.writableFinished ? String(response.statusCode) : 'aborted';
      write(`${what} ${end} ${elapsed(from)}`);
    });
  });
  if (server.listenerCount('upgrade') === 0) return; // our listener alone would change how Node handles upgrades
  server.on('upgrade', (request: IncomingMessage, socket) => {
    if (!wantsWebSocket(request)) return; // it is passed on as a request
    const from = process.hrtime.bigint();
    const what = oneLine(`WS ${safeUrl(request)}`);
    write(`${what} opened`);
    socket.once('close', () => write(`${what} closed after ${elapsed(from)}`));
  });
}

type Logged = Pick<IncomingMessage, 'url' | 'headers'> & { readonly originalUrl?: string };

/** Path and query without keys and tokens; the request's own credentials go wherever they stand. */
export function safeUrl(request: Logged): string {
  // express has stripped the mount path off `url` by now.
  const url = request.originalUrl ?? request.url ?? '/';
  return requestStriker({ headers: request.headers, url }).strike(redactUrl(url));
}
