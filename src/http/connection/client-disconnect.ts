import type { Response } from 'express';

/** Aborts when the connection ends before the whole answer is sent. */
export function clientDisconnect(response: Response): AbortSignal {
  if (response.destroyed) return AbortSignal.abort();
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  return gone.signal;
}
