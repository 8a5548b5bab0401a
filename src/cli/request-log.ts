import type { IncomingMessage, Server } from 'node:http';
import { wantsWebSocket } from '../http/connection/unsupported-upgrade.js';
import { redact, redactPath } from '../world/journal/redact.js';

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
export function safeUrl(request: Pick<IncomingMessage, 'url'> & { readonly originalUrl?: string }): string {
  // express has stripped the mount path off `url` by now.
  const [path = '/', query] = (request.originalUrl ?? request.url ?? '/').split('?', 2);
  if (query === undefined) return redactPath(path);
  const fields = redact(Object.fromEntries(new URLSearchParams(query)), 4096).value as Record<
    string,
    unknown
  >;
  const shown = Object.entries(fields).map(([name, value]) => `${name}=${String(value)}`);
  return `${redactPath(path)}?${shown.join('&')}`;
}
