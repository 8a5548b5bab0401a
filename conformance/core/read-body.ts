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
export async function readBody(response: Response, limit = limits.answerBytes): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = response.body?.getReader();
  for (let next = await reader?.read(); next?.value !== undefined; next = await reader?.read()) {
    size += next.value.length;
    if (size > limit) {
      // Not awaited: an abandoned connection may never say that it is closed.
      reader?.cancel().catch(() => undefined);
      throw new TooLong(`The answer has no end: it was given up after ${Math.round(limit / 1024)} KiB.`);
    }
    chunks.push(next.value);
  }
  return Buffer.concat(chunks);
}
