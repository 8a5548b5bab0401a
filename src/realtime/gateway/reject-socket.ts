import type { WebSocket } from 'ws';
import type { ApiError } from '../../contract/errors.js';
import { socketRefusals, type SocketRefusal } from '../../contract/socket-refusal.js';
import { Striker } from '../../contract/redaction/strike.js';
import { rejectionFor } from '../rejection.js';
import { errorMessage } from '../session/messages.js';
import { nextTurn, pause } from '../../world/time/host-time.js';
import { closeSocket } from './close-socket.js';
import {
  awaitFirstMessage,
  FIRST_MESSAGE_MS,
  namedSignalling,
  namesOlderLivekit,
} from './client-signalling.js';
import { addressOf } from './frame-journal.js';
import type { ConnectOperation } from '../../world/rules/operations.js';
import type { SocketCaller } from './socket-caller.js';

/** Closes with the reason of the rejection, after its text as an error to those clients that need it. */
export function rejectSocket(
  socket: WebSocket,
  { request, identity, journal, query }: SocketCaller,
  error: ApiError,
  operation: ConnectOperation,
  rules: readonly string[],
): void {
  // 'close' follows.
  socket.on('error', () => undefined);
  const { text, retryAfterSeconds, closeCode, reason, errorFor } = rejectionFor(error);
  if (socketRefusals.hasSubscribers)
    socketRefusals.publish({ request, code: closeCode, reason } satisfies SocketRefusal);
  const close = (): void => closeSocket(socket, closeCode, reason);
  const note = (message?: object): void => {
    journal.add(
      {
        kind: 'ws',
        operation,
        error: error.code,
        advice: error.row.advice,
        ...addressOf(query),
        ...(message && { response: message }),
        rules,
        detail: {
          direction: 'out',
          type: message ? 'error' : 'close',
          close: closeCode,
          reason,
          ...(error.note !== undefined && { note: error.note }),
        },
      },
      identity ? undefined : new Striker(query.keys),
    );
  };
  const sendError = (): void => {
    // Whether LipSync Live names a time is not known.
    const message = errorMessage(text, operation === 'realtime.connect' ? retryAfterSeconds : undefined);
    note(message);
    socket.send(JSON.stringify(message));
  };
  if (operation === 'lipsync.connect') {
    sendError();
    // Python's client sends its config before it reads: after a close that would fail without showing the text.
    socket.once('message', close);
    return void pause(FIRST_MESSAGE_MS).then(close);
  }
  const reject = (withError: boolean): void => {
    if (withError) sendError();
    else note();
    nextTurn(close);
  };
  if (errorFor === 'all') return reject(true);
  const userAgent = query.values.get('user_agent') ?? '';
  const named = namedSignalling(userAgent);
  const isOlder = errorFor === 'before-js-0.2' && namesOlderLivekit(userAgent);
  if (named && !isOlder) return reject(named === 'direct');
  void awaitFirstMessage(socket).then(({ signalling, framesTimed }) =>
    reject(signalling === 'direct' || (isOlder && !framesTimed)),
  );
}
