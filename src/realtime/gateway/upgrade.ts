import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import { rawAnswer } from '../../contract/raw-answer.js';

/** Answers an upgrade with a plain HTTP response and ends the connection. */
export function answerUpgrade(
  socket: Duplex,
  status: number,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  socket.end(rawAnswer(status, STATUS_CODES[status], body, headers));
}

/** This server's WebSocket address as the client reached it, also through a proxy that sets `x-forwarded-proto`. */
export function websocketUrl({ headers, socket }: IncomingMessage): string {
  const secure =
    headers['x-forwarded-proto'] === 'https' || (socket as Partial<TLSSocket>).encrypted === true;
  return `${secure ? 'wss' : 'ws'}://${headers.host ?? `127.0.0.1:${socket.localPort ?? 80}`}`;
}
