import type { IncomingMessage, Server } from 'node:http';
import { wantsWebSocket } from '../http/connection/unsupported-upgrade.js';
import { redact, redactPath } from '../world/journal/redact.js';

const elapsed = (from: bigint): string => `${(Number(process.hrtime.bigint() - from) / 1e6).toFixed(1)} ms`;

/** Writes a line for each request and each WebSocket, when it is over. Call it after the faces have been added. */
export function logRequests(server: Server, write: (line: string) => void): void {
  server.on('request', (request, response) => {
    const from = process.hrtime.bigint();
    const what = `${request.method ?? '?'} ${safeUrl(request)}`;
    response.once('close', () => {
      const end = response.writableFinished ? String(response.statusCode) : 'cut off';
      write(`${what} ${end} ${elapsed(from)}`);
    });
  });
  if (server.listenerCount('upgrade') === 0) return; // a listener of ours would change what Node does with upgrades
  server.on('upgrade', (request: IncomingMessage, socket) => {
    if (!wantsWebSocket(request)) return; // comes again as a request
    const from = process.hrtime.bigint();
    const what = `WS ${safeUrl(request)}`;
    write(`${what} opened`);
    socket.once('close', () => write(`${what} closed after ${elapsed(from)}`));
  });
}

/** Path and query without keys and tokens. */
export function safeUrl(request: Pick<IncomingMessage, 'url'> & { readonly originalUrl?: string }): string {
  // express takes the mount away from `url` before this is called.
  const [path = '/', query] = (request.originalUrl ?? request.url ?? '/').split('?', 2);
  if (query === undefined) return redactPath(path);
  const fields = redact(Object.fromEntries(new URLSearchParams(query)), 4096).value as Record<
    string,
    unknown
  >;
  const shown = Object.entries(fields).map(([name, value]) => `${name}=${String(value)}`);
  return `${redactPath(path)}?${shown.join('&')}`;
}
