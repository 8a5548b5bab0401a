import { describe, expect, test } from 'vitest';
import { decodeReference } from '../../../src/media/codecs/decode-reference.js';
import { decodeStill } from '../../../src/media/codecs/decode-still.js';
import { readImageSize } from '../../../src/media/codecs/image-header.js';
import { loadJpegCodec } from '../../../src/media/codecs/jpeg.js';
import { readPortrait } from '../../../src/media/live/avatar-portrait.js';
import type { RgbaImage } from '../../../src/media/drawing/rgb.js';

const [WIDTH, HEIGHT] = [64, 32];
/** The corners of the stored picture: red and green above, blue and white below. */
const COLOURS = { r: [255, 0, 0], g: [0, 255, 0], b: [0, 0, 255], w: [255, 255, 255] } as const;

async function jpeg(orientation: number): Promise<Uint8Array> {
  const rgb = new Uint8Array(3 * WIDTH * HEIGHT);
  for (let at = 0; at < WIDTH * HEIGHT; at++) {
    const [left, above] = [at % WIDTH < WIDTH / 2, at < (WIDTH * HEIGHT) / 2];
    rgb.set(COLOURS[above ? (left ? 'r' : 'g') : left ? 'b' : 'w'], 3 * at);
  }
  const plain = (await loadJpegCodec()).encode({ width: WIDTH, height: HEIGHT, rgb }, 95);
  const exif = Buffer.concat([
    Buffer.from('\xff\xe1\0\x22Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01', 'latin1'),
    Buffer.of(orientation >> 8, orientation & 255, 0, 0, 0, 0, 0, 0),
  ]);
  return Buffer.concat([plain.subarray(0, 2), exif, plain.subarray(2)]);
}

function cornersOf({ width, height, rgba }: RgbaImage): string {
  const nearest = (x: number, y: number): string => {
    const at = 4 * (Math.floor(y * height) * width + Math.floor(x * width));
    const [red = 0, green = 0, blue = 0] = rgba.subarray(at, at + 3);
    const bright = [red > 128, green > 128, blue > 128];
    return (
      Object.entries(COLOURS).find(([, colour]) => colour.every((c, k) => c > 128 === bright[k]))?.[0] ?? '?'
    );
  };
  return [nearest(0.2, 0.2), nearest(0.8, 0.2), nearest(0.2, 0.8), nearest(0.8, 0.8)].join('');
}

// Corners from left to right, the upper ones first, by TIFF 6.0: "0th row" and "0th column" are these sides.
const SHOWN = [
  [1, 'top, left', 'rgbw'],
  [2, 'top, right', 'grwb'],
  [3, 'bottom, right', 'wbgr'],
  [4, 'bottom, left', 'bwrg'],
  [5, 'left, top', 'rbgw'],
  [6, 'right, top', 'brwg'],
  [7, 'right, bottom', 'wgbr'],
  [8, 'left, bottom', 'gwrb'],
] as const;

describe('a JPEG', () => {
  test.each(SHOWN)('of orientation %i (%s) is turned and mirrored', async (orientation, _, corners) => {
    const bytes = await jpeg(orientation);
    const image = await decodeStill(bytes);
    expect(cornersOf(image)).toBe(corners);
    expect(image).toMatchObject(orientation < 5 ? { width: 64, height: 32 } : { width: 32, height: 64 });
    expect(await readImageSize(bytes)).toEqual({ width: image.width, height: image.height });
    expect(cornersOf(await decodeReference(bytes))).toBe(corners);
  });

  test.each([0, 9, 65_535])('of the unknown orientation %i is as stored', async (orientation) => {
    const bytes = await jpeg(orientation);
    expect(cornersOf(await decodeStill(bytes))).toBe('rgbw');
    expect(await readImageSize(bytes)).toEqual({ width: 64, height: 32 });
  });

  test('of orientation 6 is an upright portrait', async () => {
    const { area } = await readPortrait(await jpeg(6), { width: 1280, height: 720 });
    expect(area?.height).toBe(720);
    expect(area?.width).toBe(360);
  });
});
