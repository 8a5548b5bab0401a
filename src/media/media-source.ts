/** Bytes that can be read repeatedly and in part, without being held in memory as a whole. */
export interface MediaSource {
  /** In bytes. */
  readonly size: number;
  /** The declared type; renderers look at the bytes instead. */
  readonly mime: string;
  /** `start` is inclusive (default 0), `end` exclusive (default `size`); both are clamped to the size. */
  read(start?: number, end?: number): AsyncIterable<Uint8Array>;
}

const CHUNK_BYTES = 64 * 1024;

const clamp = (value: number, size: number): number => Math.min(Math.max(0, value), size);

/** A media source over parts in memory, without joining them. */
export function mediaSourceOf(mime: string, ...parts: readonly Uint8Array[]): MediaSource {
  const size = parts.reduce((sum, part) => sum + part.byteLength, 0);
  return {
    mime,
    size,
    async *read(start = 0, end = size) {
      const from = clamp(start, size);
      const to = clamp(end, size);
      let offset = 0;
      for (const part of parts) {
        const last = Math.min(part.byteLength, to - offset);
        for (let at = Math.max(0, from - offset); at < last; at += CHUNK_BYTES) {
          yield part.subarray(at, Math.min(at + CHUNK_BYTES, last));
        }
        offset += part.byteLength;
        if (offset >= to) return;
      }
    },
  };
}

/** The bytes from `start` to `end` (exclusive) in one array. For headers and for results known to be small. */
export async function readBytes(source: MediaSource, start = 0, end = source.size): Promise<Uint8Array> {
  const bytes = new Uint8Array(Math.max(0, clamp(end, source.size) - clamp(start, source.size)));
  let length = 0;
  for await (const chunk of source.read(start, end)) {
    const part = chunk.subarray(0, bytes.byteLength - length);
    bytes.set(part, length);
    length += part.byteLength;
    if (length === bytes.byteLength) break;
  }
  return bytes.subarray(0, length);
}
