import { crc32, deflateSync } from 'node:zlib';
import { CELL, type CellPicture } from '../drawing/cell-picture.js';
import { rgbOf } from '../drawing/rgb.js';

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

function chunk(type: string, data: Uint8Array): Buffer {
  const bytes = Buffer.alloc(12 + data.length);
  bytes.writeUInt32BE(data.length, 0);
  bytes.write(type, 4, 'latin1');
  bytes.set(data, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, 8 + data.length)), 8 + data.length);
  return bytes;
}

/** International text (iTXt), UTF-8 and uncompressed. */
function textChunks(tags: Readonly<Record<string, string>>): Buffer[] {
  return Object.entries(tags).map(([key, value]) =>
    chunk('iTXt', Buffer.concat([Buffer.from(`${key}\0\0\0\0\0`, 'latin1'), Buffer.from(value, 'utf8')])),
  );
}

const HEADER_END = 8 + 25;

/** The same PNG with tags, as parts. They follow the header, so the beginning of a file is enough to read them. */
export function withTags(png: Uint8Array, tags: Readonly<Record<string, string>>): Uint8Array[] {
  return [png.subarray(0, HEADER_END), ...textChunks(tags), png.subarray(HEADER_END)];
}

/** The tags that `withTags` wrote, from a whole file or its beginning. */
export function readTags(file: Uint8Array): Map<string, string> {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const tags = new Map<string, string>();
  for (let at = SIGNATURE.length; at + 12 <= bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const data = bytes.subarray(at + 8, at + 8 + length);
    if (bytes.toString('latin1', at + 4, at + 8) === 'iTXt' && data.length === length) {
      const end = data.indexOf(0);
      tags.set(data.toString('latin1', 0, end), data.toString('utf8', end + 5));
    }
    at += 12 + length;
  }
  return tags;
}

/**
 * Packs a cell picture as a PNG with a palette. The picture has few colours and repeats each row of pixels four times,
 * so this is many times faster and smaller than a general encoder over pixels of four bytes.
 *
 * @throws RangeError for more than 256 colours.
 */
export function packPng(picture: CellPicture): Uint8Array {
  const { width, height, columns } = picture;
  const palette = new Map<number, number>();
  const rows = new Uint8Array((width + 1) * height);
  for (let row = 0; row < height; row++) {
    const at = row * (width + 1);
    if (row % CELL !== 0) {
      rows[at] = 2; // filter "up": the row equals the one above
      continue;
    }
    const y = row / CELL;
    for (let x = 0; x * CELL < width; x++) {
      const colour = (y >> 1) * 2 * columns + (x >> 1);
      const value = rgbOf(
        picture.y[y * 4 * columns + x] ?? 0,
        picture.cb[colour] ?? 0,
        picture.cr[colour] ?? 0,
      );
      const index = palette.get(value) ?? palette.size;
      palette.set(value, index);
      rows.fill(index, at + 1 + x * CELL, Math.min(at + 1 + (x + 1) * CELL, at + 1 + width));
    }
  }
  if (palette.size > 256)
    throw new RangeError(`A PNG palette holds 256 colours; the picture has ${palette.size}.`);
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 3, 0, 0, 0]);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  const colours = Buffer.from(
    [...palette.keys()].flatMap((value) => [value >> 16, (value >> 8) & 255, value & 255]),
  );
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', colours),
    chunk('IDAT', deflateSync(rows, { level: 6 })),
    chunk('IEND', new Uint8Array()),
  ]);
}
