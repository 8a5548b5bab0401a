import type { PictureSize } from '../../drawing/picture-size.js';
import { readBytes, type MediaSource } from '../../media-source.js';
import { findBox, readBoxes } from './boxes.js';

/** A larger movie header belongs to a long recording; the library reads those. */
const MAX_HEADER_BYTES = 1024 * 1024;
/** An ordinary file has fewer boxes in front of the header. */
const MAX_BOXES = 16;

/**
 * Displayed size and length of an ordinary MP4, from its movie header alone. Undefined for everything else (fragments,
 * other containers, damage), which the library then reads. A server that takes a thousand uploads a second must not set
 * up a demuxer for each.
 */
export async function readMovieHeader(
  file: MediaSource,
): Promise<(PictureSize & { durationSeconds: number }) | undefined> {
  const movie = await movieBox(file);
  const header = movie && findBox(movie, 'mvhd');
  if (!movie || !header) return undefined;
  for (const { type, contents } of readBoxes(movie)) {
    const track = type === 'trak' && isVideo(contents) ? findBox(contents, 'tkhd') : undefined;
    const media = track && findBox(contents, 'mdia/mdhd');
    const durationSeconds = media && seconds(media);
    const size = track && displayedSize(track);
    if (size && durationSeconds) return { ...size, durationSeconds };
  }
  return undefined;
}

async function movieBox(file: MediaSource): Promise<Uint8Array | undefined> {
  let offset = 0;
  for (let count = 0; count < MAX_BOXES && offset + 8 <= file.size; count++) {
    const head = Buffer.from(await readBytes(file, offset, offset + 16));
    if (head.length < 8) return undefined;
    const short = head.readUInt32BE(0);
    const size = short === 1 && head.length === 16 ? Number(head.readBigUInt64BE(8)) : short;
    if (size < 8) return undefined;
    if (head.toString('latin1', 4, 8) === 'moov') {
      if (short === 1 || size > MAX_HEADER_BYTES || offset + size > file.size) return undefined;
      return readBytes(file, offset + 8, offset + size);
    }
    offset += size;
  }
  return undefined;
}

const isVideo = (track: Uint8Array): boolean => {
  const handler = findBox(track, 'mdia/hdlr');
  return handler !== undefined && Buffer.from(handler.subarray(8, 12)).toString('latin1') === 'vide';
};

/** Of an mdhd box: duration over timescale, with 32 or 64 bits. */
function seconds(box: Uint8Array): number | undefined {
  const bytes = Buffer.from(box.buffer, box.byteOffset, box.byteLength);
  const wide = bytes[0] === 1;
  if (bytes.length < (wide ? 32 : 20)) return undefined;
  const scale = bytes.readUInt32BE(wide ? 20 : 12);
  const duration = wide ? Number(bytes.readBigUInt64BE(24)) : bytes.readUInt32BE(16);
  return scale > 0 && duration > 0 && duration < 0xffff_ffff ? duration / scale : undefined;
}

/** Of a tkhd box: width and height as 16.16, swapped where the matrix turns by a quarter. */
function displayedSize(box: Uint8Array): PictureSize | undefined {
  const bytes = Buffer.from(box.buffer, box.byteOffset, box.byteLength);
  const matrix = bytes[0] === 1 ? 52 : 40;
  if (bytes.length < matrix + 44) return undefined;
  const width = Math.round(bytes.readUInt32BE(matrix + 36) / 65_536);
  const height = Math.round(bytes.readUInt32BE(matrix + 40) / 65_536);
  if (width === 0 || height === 0) return undefined;
  const turned = bytes.readInt32BE(matrix) === 0 && bytes.readInt32BE(matrix + 4) !== 0;
  return turned ? { width: height, height: width } : { width, height };
}
