/** The longest answer that is read, and the most that all answers of a case may come to. No film is near it. */
export const limits = {
  answerBytes: 32 * 1024 * 1024,
  caseBytes: 64 * 1024 * 1024,
  /** Of a body that is looked at while it comes. */
  streamBytes: 4 * 1024 * 1024,
};

/** An answer that goes on and on. */
export class TooLong extends Error {}

/** A body, read to its end. Throws TooLong past `limit` bytes, having let go of the connection. */
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
      throw new TooLong(`The answer has no end: it was given up after ${Math.round(limit / 1024)} KiB.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** What came until it was enough. A body that is not enough in time gives what there is. */
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

/** A body as it comes. Throws the reason of the signal once that aborts: a request alone may forget its signal. */
async function* chunksOf(response: Response, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  const reader = response.body?.getReader();
  if (!reader) return;
  // Not awaited: an abandoned connection may never say that it is closed.
  const letGo = () => void reader.cancel().catch(() => undefined);
  signal?.addEventListener('abort', letGo, { once: true });
  try {
    signal?.throwIfAborted();
    for (let next = await reader.read(); next.value !== undefined; next = await reader.read())
      yield next.value;
    signal?.throwIfAborted();
  } finally {
    signal?.removeEventListener('abort', letGo);
    letGo();
  }
}
