import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';

const UPGRADE_HEADERS: ReadonlySet<string> = new Set(['upgrade', 'http2-settings']);

/** Whether a request asks for a WebSocket. */
export const wantsWebSocket = ({ headers }: IncomingMessage): boolean =>
  headers.upgrade?.toLowerCase() === 'websocket';

/**
 * Whether Node emits 'upgrade' for a request, from 24.9 on. Not for a request with a body: Node would withhold the
 * body. For one without a body: otherwise Node drops the requests pipelined behind it.
 */
export const emitsUpgrade = (request: IncomingMessage): boolean =>
  wantsWebSocket(request) ||
  (request.headers['content-length'] === undefined && request.headers['transfer-encoding'] === undefined);

/**
 * Ignores unsupported Upgrade headers and answers in HTTP/1.1 (RFC 9110, 7.8): Java's client, and `curl --http2`, ask
 * for HTTP/2 with every request. Node passes all of them unread to the upgrade listener and stops handling the socket,
 * so the request is given back to it without those headers.
 */
export function declineUpgrade(server: Server, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const lines = [`${request.method ?? 'GET'} ${request.url ?? '/'} HTTP/${request.httpVersion}`];
  for (let index = 0; index < request.rawHeaders.length; index += 2) {
    const name = request.rawHeaders[index] ?? '';
    const value = request.rawHeaders[index + 1] ?? '';
    const kept = name.toLowerCase() === 'connection' ? withoutUpgrade(value) : value;
    if (!UPGRADE_HEADERS.has(name.toLowerCase()) && kept !== '') lines.push(`${name}: ${kept}`);
  }
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]));
  server.emit('connection', socket);
}

/** The other words of a `Connection` header, such as `close`. */
const withoutUpgrade = (value: string): string =>
  value
    .split(',')
    .map((word) => word.trim())
    .filter((word) => !UPGRADE_HEADERS.has(word.toLowerCase()))
    .join(', ');
