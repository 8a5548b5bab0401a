import type { Duplex } from 'node:stream';
import { ApiError } from '../../contract/errors.js';

/**
 * Answers CONNECT with 405 and closes: no resource allows it, so Allow is empty (RFC 9110, 15.5.6). Node passes such a
 * request on as a bare socket. The status is inferred: FastAPI answers 405 for a path that it serves.
 */
export function refuseConnect(socket: Duplex): void {
  const { status, message } = new ApiError('method_not_allowed');
  const body = JSON.stringify({ detail: message });
  // A client that is gone needs no answer.
  socket.on('error', () => socket.destroy());
  const head = [
    `HTTP/1.1 ${status} ${message}`,
    'Allow: ',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}
