import type { WebSocket } from 'ws';
import type { ApiError } from '../../contract/errors.js';
import { rejectionFor } from '../rejection.js';
import { errorMessage } from '../session/messages.js';
import { nextTurn, pause } from '../../world/time/host-time.js';
import { closeSocket } from './close-socket.js';
import { addressOf } from './frame-journal.js';
import type { ConnectOperation } from '../../world/rules/operations.js';
import type { SocketCaller } from './socket-caller.js';

/** How long the close of a LipSync socket waits for the client's first message, in real time. */
const FIRST_MESSAGE_MS = 500;

/** Sends the error, then closes: SDKs of the direct generation ignore close codes. */
export function rejectSocket(
  socket: WebSocket,
  { account, query }: SocketCaller,
  error: ApiError,
  operation: ConnectOperation,
  rules: readonly string[],
): void {
  // 'close' follows.
  socket.on('error', () => undefined);
  const { text, retryAfterSeconds, closeCode, reason } = rejectionFor(error);
  // Whether LipSync Live names a time is not known.
  const message = errorMessage(text, operation === 'realtime.connect' ? retryAfterSeconds : undefined);
  account.journal.add({
    kind: 'ws',
    operation,
    error: error.code,
    advice: error.row.advice,
    ...addressOf(query),
    response: message,
    rules,
    detail: {
      direction: 'out',
      type: 'error',
      close: closeCode,
      reason,
      ...(error.note !== undefined && { note: error.note }),
    },
  });
  socket.send(JSON.stringify(message));
  const close = (): void => closeSocket(socket, closeCode, reason);
  if (operation === 'realtime.connect') return nextTurn(close);
  // Python's LipSync client sends its config before it reads: after a close that would fail without showing the text.
  socket.once('message', close);
  void pause(FIRST_MESSAGE_MS).then(close);
}
