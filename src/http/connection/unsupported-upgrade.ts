import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';

const OF_THE_UPGRADE: ReadonlySet<string> = new Set(['upgrade', 'http2-settings']);

/** Whether an upgrade is to a WebSocket. */
export const wantsWebSocket = ({ headers }: IncomingMessage): boolean =>
  headers.upgrade?.toLowerCase() === 'websocket';

/**
 * Whether Node emits 'upgrade' for a request, from 24.9 on. Of a request with a body it must not: it would keep the
 * body to itself. Of a request without one it must: otherwise it drops what is pipelined behind the request.
 */
export const emitsUpgrade = (request: IncomingMessage): boolean =>
  wantsWebSocket(request) ||
  (request.headers['content-length'] === undefined && request.headers['transfer-encoding'] === undefined);

/**
 * Answers in HTTP/1.1 whoever would rather speak something else, as servers do that do not know it (RFC 9110, 7.8):
 * Java's client, and `curl --http2`, ask for HTTP/2 with every request. Node gives all of them to the upgrade
 * listener, unread and out of its hands, so the request is given back to it without the wish.
 */
export function declineUpgrade(server: Server, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const lines = [`${request.method ?? 'GET'} ${request.url ?? '/'} HTTP/${request.httpVersion}`];
  for (let index = 0; index < request.rawHeaders.length; index += 2) {
    const name = request.rawHeaders[index] ?? '';
    const value = request.rawHeaders[index + 1] ?? '';
    const kept = name.toLowerCase() === 'connection' ? withoutUpgrade(value) : value;
    if (!OF_THE_UPGRADE.has(name.toLowerCase()) && kept !== '') lines.push(`${name}: ${kept}`);
  }
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]));
  server.emit('connection', socket);
}

/** What else a `Connection` header says, such as `close`. */
const withoutUpgrade = (value: string): string =>
  value
    .split(',')
    .map((word) => word.trim())
    .filter((word) => !OF_THE_UPGRADE.has(word.toLowerCase()))
    .join(', ');
