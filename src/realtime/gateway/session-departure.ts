import type { Duplex } from 'node:stream';

export interface Departure {
  /** Aborts when the client leaves. */
  readonly gone: AbortSignal;
  /** Looks no more; the socket is as it was before. */
  readonly stop: () => void;
}

/** Notices that the client of a socket leaves, without taking from it what it sent: that is the WebSocket's. */
export function departure(socket: Duplex): Departure {
  const gone = new AbortController();
  const left = (): void => gone.abort();
  // A socket that nobody reads does not tell its end; reading nothing has it told, and leaves what came.
  const look = (): void => void socket.read(0);
  socket.once('end', left).once('close', left).on('readable', look);
  if (socket.destroyed) left();
  return {
    gone: gone.signal,
    stop: () => void socket.off('end', left).off('close', left).off('readable', look),
  };
}
