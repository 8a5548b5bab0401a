import { crc32, deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { decodeStill } from '../../../src/media/codecs/decode-still.js';

const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

const chunk = (type: string, data: Uint8Array): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  return Buffer.concat([u32(data.length), body, u32(crc32(body))]);
};

interface Shape {
  width: number;
  height: number;
  depth: number;
  colour: number;
  interlaced: boolean;
}

const header = ({ width, height, depth, colour, interlaced }: Shape): Buffer =>
  chunk('IHDR', Buffer.concat([u32(width), u32(height), Buffer.of(depth, colour, 0, 0, interlaced ? 1 : 0)]));

/** A PNG whose pixels are `raw` zeros before compression. */
const png = (shape: Shape, raw: number, ...extra: Buffer[]): Buffer =>
  Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    header(shape),
    ...extra,
    chunk('IDAT', deflateSync(Buffer.alloc(raw))),
    chunk('IEND', Buffer.alloc(0)),
  ]);

const RGB = { width: 100, height: 100, depth: 8, colour: 2 };

describe('a PNG', () => {
  test.each([true, false])(
    'whose pixels inflate to more than it declares is an error (interlaced: %s)',
    async (interlaced) => {
      const bomb = png({ ...RGB, interlaced }, 5_000_000);
      await expect(decodeStill(bomb)).rejects.toThrow(
        /pixels inflate to more than the 30\d{3} bytes that its header declares/,
      );
    },
  );

  // Pixels, and a byte for each row. Interlaced 8x8 has rows of 1 + 1 + 1 + 2 + 2 + 4 + 4, 3x5 of 1 + 0 + 1 + 2 + 1 + 3 + 2.
  test.each([
    [{ width: 1, height: 1, depth: 8, colour: 2, interlaced: true }, 4],
    [{ width: 8, height: 8, depth: 8, colour: 0, interlaced: true }, 64 + 15],
    [{ width: 3, height: 5, depth: 8, colour: 6, interlaced: true }, 4 * 15 + 10],
    [{ width: 9, height: 1, depth: 1, colour: 0, interlaced: false }, 3],
    [{ width: 2, height: 3, depth: 16, colour: 4, interlaced: false }, 3 * 9],
  ])('of %o has %i bytes of pixels, and no more', async (shape, raw) => {
    const { width, height, rgba } = await decodeStill(png(shape, raw));
    expect({ width, height }).toEqual({ width: shape.width, height: shape.height });
    expect(rgba).toHaveLength(4 * width * height);
    await expect(decodeStill(png(shape, raw + 1))).rejects.toThrow(`more than the ${raw} bytes`);
  });

  test('with a second header, which would replace the size that was checked, is an error', async () => {
    const second = header({ ...RGB, width: 60_000, height: 60_000, interlaced: true });
    const shape = { ...RGB, interlaced: true };
    await expect(decodeStill(png(shape, 30_200, second))).rejects.toThrow('more than one PNG header');
  });

  test('is decoded without inflating its text and its colour profile', async () => {
    const invalid = Buffer.from('name\0\0no deflated data');
    const chunks = ['zTXt', 'iCCP'].map((type) => chunk(type, invalid));
    const image = await decodeStill(png({ ...RGB, interlaced: false }, 30_100, ...chunks));
    expect(image).toMatchObject({ width: 100, height: 100 });
  });
});
