import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { noteDeclined, noteServed } from './declined-body.js';

const UPGRADE_HEADERS: ReadonlySet<string> = new Set(['upgrade', 'http2-settings']);

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) !== 0;

/** Whether a request asks for a WebSocket: a GET without a body (RFC 6455, 4.1). */
export const wantsWebSocket = (request: IncomingMessage): boolean =>
  request.headers.upgrade?.toLowerCase() === 'websocket' && request.method === 'GET' && !hasBody(request);

/**
 * Whether Node emits 'upgrade' for a request. Node asks from 24.9 on, and in late releases of 22; older ones always emit
 * it. Not for a request with a body, whose first bytes are read by then. For any other: Node would drop what is
 * pipelined behind it.
 */
export function emitsUpgrade(request: IncomingMessage): boolean {
  const declined = hasBody(request);
  if (declined) noteDeclined(request);
  return !declined;
}

/**
 * Ignores unsupported Upgrade headers and answers in HTTP/1.1 (RFC 9110, 7.8): Java's client, and `curl --http2`, ask
 * for HTTP/2 with every request. Node passes all of them unread to the upgrade listener and stops handling the socket,
 * so the request is given back to it without those headers. Call it when all earlier answers are sent.
 */
export function declineUpgrade(server: Server, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const lines = [`${request.method ?? 'GET'} ${request.url ?? '/'} HTTP/${request.httpVersion}`];
  for (let index = 0; index < request.rawHeaders.length; index += 2) {
    const name = request.rawHeaders[index] ?? '';
    const value = request.rawHeaders[index + 1] ?? '';
    const kept = name.toLowerCase() === 'connection' ? withoutUpgrade(value) : value;
    const isDropped =
      UPGRADE_HEADERS.has(name.toLowerCase()) || (kept === '' && name.toLowerCase() === 'connection');
    if (!isDropped) lines.push(`${name}: ${kept}`);
  }
  noteServed(request, head);
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]));
  // The end of an earlier answer may have set the time after which an idle connection closes.
  request.socket.setTimeout?.(0);
  server.emit('connection', socket);
}

/** The other words of a `Connection` header, such as `close`. */
const withoutUpgrade = (value: string): string =>
  value
    .split(',')
    .map((word) => word.trim())
    .filter((word) => !UPGRADE_HEADERS.has(word.toLowerCase()))
    .join(', ');
