import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';

/** Answers an upgrade with a plain HTTP response and ends the connection. */
export function answerUpgrade(
  socket: Duplex,
  status: number,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  const lines = {
    'content-type': typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json',
    'content-length': String(Buffer.byteLength(text)),
    connection: 'close',
    ...headers,
  };
  const head = Object.entries(lines).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Unknown'}\r\n${head.join('')}\r\n${text}`);
}

/** This server's WebSocket address as the client reached it, also through a proxy that sets `x-forwarded-proto`. */
export function websocketUrl({ headers, socket }: IncomingMessage): string {
  const secure =
    headers['x-forwarded-proto'] === 'https' || (socket as Partial<TLSSocket>).encrypted === true;
  return `${secure ? 'wss' : 'ws'}://${headers.host ?? `127.0.0.1:${socket.localPort ?? 80}`}`;
}
