import type { Response } from 'express';

/** Aborts when the client leaves; also, which then matters to nobody, when it has its answer. */
export function departure(response: Response): AbortSignal {
  if (response.destroyed) return AbortSignal.abort();
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  return gone.signal;
}
