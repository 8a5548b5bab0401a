/** The longest answer that is read, and the most that all answers of a case may add up to. No video is near it. */
export const limits = {
  answerBytes: 32 * 1024 * 1024,
  caseBytes: 64 * 1024 * 1024,
  /** For a body that is read while it arrives. */
  streamBytes: 4 * 1024 * 1024,
};

/** An answer longer than the limit. */
export class TooLong extends Error {}

/** Reads a body to its end. Past `limit` bytes it closes the connection and throws TooLong. */
export async function readBody(
  response: Response,
  limit = limits.answerBytes,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunksOf(response, signal)) {
    size += chunk.length;
    if (size > limit)
      throw new TooLong(`The answer has no end: reading stopped after ${Math.round(limit / 1024)} KiB.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Reads until `enough` returns true. At the timeout it returns what arrived so far. */
export async function readUntil(
  response: Response,
  enough: (text: string) => boolean,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  const text = () => Buffer.concat(chunks).toString();
  let size = 0;
  try {
    for await (const chunk of chunksOf(response, signal)) {
      size += chunk.length;
      chunks.push(chunk);
      if (size >= limits.streamBytes || enough(text())) break;
    }
  } catch (fault) {
    if (!signal.aborted) throw fault;
  }
  return Buffer.concat(chunks);
}

/** A body as it arrives. Throws the reason of the signal once that aborts: a request alone may lose its signal. */
async function* chunksOf(response: Response, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  const reader = response.body?.getReader();
  if (!reader) return;
  // Not awaited: an abandoned connection may never report that it is closed.
  const cancel = () => void reader.cancel().catch(() => undefined);
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    signal?.throwIfAborted();
    for (let next = await reader.read(); next.value !== undefined; next = await reader.read())
      yield next.value;
    signal?.throwIfAborted();
  } finally {
    signal?.removeEventListener('abort', cancel);
    cancel();
  }
}
