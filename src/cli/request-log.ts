import type { IncomingMessage, Server } from 'node:http';
import { redactUrl } from '../contract/redaction/redact-url.js';
import { wantsWebSocket } from '../http/connection/unsupported-upgrade.js';

const elapsed = (from: bigint): string => `${(Number(process.hrtime.bigint() - from) / 1e6).toFixed(1)} ms`;

/** Writes a line for each finished request and each WebSocket. Call it after the other listeners were added. */
export function logRequests(server: Server, write: (line: string) => void): void {
  server.on('request', (request, response) => {
    const from = process.hrtime.bigint();
    const what = `${request.method ?? '?'} ${safeUrl(request)}`;
    response.once('close', () => {
      const end = response.writableFinished ? String(response.statusCode) : 'aborted';
      write(`${what} ${end} ${elapsed(from)}`);
    });
  });
  if (server.listenerCount('upgrade') === 0) return; // our listener alone would change how Node handles upgrades
  server.on('upgrade', (request: IncomingMessage, socket) => {
    if (!wantsWebSocket(request)) return; // it is passed on as a request
    const from = process.hrtime.bigint();
    const what = `WS ${safeUrl(request)}`;
    write(`${what} opened`);
    socket.once('close', () => write(`${what} closed after ${elapsed(from)}`));
  });
}

/** Path and query without keys and tokens. */
export const safeUrl = (request: Pick<IncomingMessage, 'url'> & { readonly originalUrl?: string }): string =>
  // express has stripped the mount path off `url` by now.
  redactUrl(request.originalUrl ?? request.url ?? '/');
