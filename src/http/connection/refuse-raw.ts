import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { ApiError } from '../../contract/errors.js';
import { rawAnswer } from '../../contract/raw-answer.js';

/** How long, and for how many bytes, a refused client may go on sending. */
const LINGER_MS = 1_000;
const LINGER_BYTES = 1 << 20;

/**
 * Answers a request that Node passed on as a bare socket, and closes. The text of the error is sent as it is, as uvicorn
 * does before there is an application to answer, unless there is a `body`. What the client still sends is read and dropped for
 * a moment: a connection that closes over unread bytes is reset, and takes the answer along (RFC 9112, 9.6).
 */
export function refuseRaw(
  socket: Duplex,
  { status, message }: ApiError,
  body: unknown = message,
  headers?: Readonly<Record<string, string>>,
): void {
  let left = LINGER_BYTES;
  // A client that is gone needs no answer.
  socket.on('error', () => socket.destroy());
  socket.on('data', (piece: Buffer) => {
    left -= piece.length;
    if (left < 0) socket.destroy();
  });
  // A connection in memory has no time limit; destroying the mock ends it.
  (socket as Partial<Socket>).setTimeout?.call(socket, LINGER_MS, () => socket.destroy());
  socket.end(rawAnswer(status, STATUS_CODES[status], body, headers));
}
