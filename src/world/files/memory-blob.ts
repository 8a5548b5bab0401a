import { createHash } from 'node:crypto';
import type { StoredBlob } from './blob.js';

/** Smaller uploads are joined: a small piece would keep its whole socket buffer in memory. */
const JOIN_BELOW = 64 * 1024;
const HEAD_BYTES = 4_096;

/** Bytes kept in memory in the pieces that arrived. `onDispose` is called once. */
export function memoryBlob(
  pieces: readonly Uint8Array[],
  onDispose: () => void = () => undefined,
): StoredBlob {
  const size = pieces.reduce((sum, piece) => sum + piece.byteLength, 0);
  let parts: readonly Uint8Array[] | undefined =
    size < JOIN_BELOW ? [Uint8Array.from(Buffer.concat(pieces))] : pieces;
  const head = firstBytes(parts);

  async function* read(start = 0, end = size): AsyncIterable<Uint8Array> {
    if (!parts) throw new Error('This upload was disposed.');
    let offset = 0;
    for (const part of parts) {
      const from = Math.max(start - offset, 0);
      const to = Math.min(end - offset, part.byteLength);
      if (from < to) yield part.subarray(from, to);
      offset += part.byteLength;
    }
  }

  return {
    size,
    head,
    read,
    sha256: async () => {
      const hash = createHash('sha256');
      for await (const piece of read()) hash.update(piece);
      return hash.digest('hex');
    },
    dispose: () => {
      if (parts) onDispose();
      parts = undefined;
    },
  };
}

/** A copy, so that keeping it does not keep the rest. */
export function firstBytes(pieces: readonly Uint8Array[]): Uint8Array {
  const head: Uint8Array[] = [];
  let length = 0;
  for (const piece of pieces) {
    if (length >= HEAD_BYTES) break;
    head.push(piece.subarray(0, HEAD_BYTES - length));
    length += piece.byteLength;
  }
  return Uint8Array.from(Buffer.concat(head));
}
