/** The body of a request, as a redirect sends it again. */
export interface SentBody {
  /** What the body was made of; undefined for the body of a `Request`, which does not say. */
  readonly source: RequestInit['body'] | undefined;
  /** The body for the next request; undefined when it cannot be sent again. */
  readonly again: () => Promise<NonNullable<RequestInit['body']> | undefined>;
  /** Frees the copy. */
  readonly release: () => void;
}

/** Of a `Request` that the caller made, the body is copied while it is sent, as `Request.clone` does. */
export function sentBody(request: Request, init: RequestInit | undefined): SentBody {
  const source = init?.body ?? undefined;
  if (source !== undefined || !request.body) {
    // A stream has been consumed and cannot be sent again.
    const again = source instanceof ReadableStream ? undefined : source;
    return { source, again: () => Promise.resolve(again), release: () => undefined };
  }
  const copy = request.clone();
  let bytes: Promise<ArrayBuffer> | undefined;
  return {
    source,
    again: () => untilAborted((bytes ??= copy.arrayBuffer()), request.signal),
    release: () => {
      if (bytes) return;
      // A body that failed has failed the request already.
      copy.body?.cancel().catch(() => undefined);
    },
  };
}

/** @throws the abort reason, or what `work` throws */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const done = new AbortController();
  const aborted = new Promise<never>((_resolve, reject) => {
    const listener = { once: true, signal: done.signal };
    signal.addEventListener('abort', () => reject(signal.reason as Error), listener);
    if (signal.aborted) reject(signal.reason as Error);
  });
  return Promise.race([work, aborted]).finally(() => done.abort());
}
