import { promisify } from 'node:util';
import { inflate } from 'node:zlib';

const inflateAsync = promisify(inflate);

const SIGNATURE_BYTES = 8;
/** Length and type in front of a chunk's data, and the checksum after it. */
const CHUNK_HEAD = 8;
const CHUNK_END = 4;

/** Samples a pixel, by colour type (PNG specification, 11.2.2). */
const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** First column, first row, step across and step down of the passes of Adam7 (PNG specification, 8.2). */
const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

interface PngChunk {
  readonly type: string;
  readonly data: Buffer;
}

/**
 * Checks that a PNG has one header, and that its pixels inflate to no more bytes than that header declares. A decoder
 * that trusts the compressed data would fill the memory. Other damage is left for the decoder to find.
 *
 * @throws Error saying what is wrong with it
 */
export async function checkPng(bytes: Uint8Array): Promise<void> {
  const chunks = [...readChunks(bytes)];
  const [header, ...others] = chunks.filter(({ type }) => type === 'IHDR');
  if (chunks[0] !== header || !header || header.data.length < 13) throw new Error('it has no PNG header');
  if (others.length > 0) throw new Error('it has more than one PNG header');
  const limit = rawBytes(header.data);
  const pixels = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data));
  try {
    await inflateAsync(pixels, { maxOutputLength: limit });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_BUFFER_TOO_LARGE') return; // damage, which the decoder names
    throw new Error(`its pixels inflate to more than the ${limit} bytes that its header declares`, {
      cause: error,
    });
  }
}

function* readChunks(file: Uint8Array): Generator<PngChunk> {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  for (let at = SIGNATURE_BYTES; at + CHUNK_HEAD <= bytes.length;) {
    const start = at + CHUNK_HEAD;
    const end = start + bytes.readUInt32BE(at);
    yield { type: bytes.toString('latin1', at + 4, start), data: bytes.subarray(start, end) };
    at = end + CHUNK_END;
  }
}

/** Bytes of the rows before compression: each row has a filter byte. */
function rawBytes(header: Buffer): number {
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const bits = header.readUInt8(8) * (SAMPLES[header.readUInt8(9)] ?? 4);
  const rows = (columns: number, count: number): number =>
    columns > 0 ? count * (1 + Math.ceil((columns * bits) / 8)) : 0;
  if (header.readUInt8(12) === 0) return rows(width, height);
  return ADAM7.reduce((sum, [left, top, across, down]) => {
    const columns = Math.ceil((width - left) / across);
    return sum + rows(columns, Math.max(0, Math.ceil((height - top) / down)));
  }, 0);
}
