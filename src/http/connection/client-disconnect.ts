import type { Response } from 'express';

/** Aborts when the client leaves, or is cut off, before all of its answer is on the way to it. */
export function clientDisconnect(response: Response): AbortSignal {
  if (response.destroyed) return AbortSignal.abort();
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  return gone.signal;
}
