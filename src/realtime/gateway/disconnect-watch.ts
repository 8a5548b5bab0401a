import type { Duplex } from 'node:stream';

export interface DisconnectWatch {
  /** Aborts when the client disconnects. */
  readonly disconnected: AbortSignal;
  /** Ends the watch and leaves the socket as it was. */
  readonly stop: () => void;
}

/** Notices that a socket's client disconnects, and leaves what it sent to the WebSocket. */
export function watchDisconnect(socket: Duplex): DisconnectWatch {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  // A socket that is not read emits no 'end'. `read(0)` triggers it without consuming data.
  const poll = (): void => void socket.read(0);
  socket.once('end', abort).once('close', abort).on('readable', poll);
  if (socket.destroyed) abort();
  return {
    disconnected: controller.signal,
    stop: () => void socket.off('end', abort).off('close', abort).off('readable', poll),
  };
}
