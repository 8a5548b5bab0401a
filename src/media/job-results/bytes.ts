import type { MediaSource } from './types.js';

/** How much of a part one read hands out. */
const CHUNK_BYTES = 64 * 1024;

const clamp = (value: number, size: number): number => Math.min(Math.max(0, value), size);

/** A media source over parts that lie in memory, without joining them. */
export function mediaOf(mime: string, ...parts: readonly Uint8Array[]): MediaSource {
  const size = parts.reduce((sum, part) => sum + part.byteLength, 0);
  return {
    mime,
    size,
    async *read(start = 0, end = size) {
      const from = clamp(start, size);
      const to = clamp(end, size);
      let at = 0;
      for (const part of parts) {
        const last = Math.min(part.byteLength, to - at);
        for (let here = Math.max(0, from - at); here < last; here += CHUNK_BYTES) {
          yield part.subarray(here, Math.min(here + CHUNK_BYTES, last));
        }
        at += part.byteLength;
        if (at >= to) return;
      }
    },
  };
}

/** The bytes from `start` to `end` (exclusive) in one piece. Meant for headers and for results known to be small. */
export async function readBytes(source: MediaSource, start = 0, end = source.size): Promise<Uint8Array> {
  const whole = new Uint8Array(Math.max(0, clamp(end, source.size) - clamp(start, source.size)));
  let at = 0;
  for await (const chunk of source.read(start, end)) {
    const fits = chunk.subarray(0, whole.byteLength - at);
    whole.set(fits, at);
    at += fits.byteLength;
    if (at === whole.byteLength) break;
  }
  return whole.subarray(0, at);
}
