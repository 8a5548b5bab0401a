import { readFileSync } from 'node:fs';
import { PNG } from 'pngjs';
import { describe, expect, test } from 'vitest';
import { decodeStill } from '../../../src/media/codecs/decode-still.js';
import { cardPortrait, fitPortrait } from '../../../src/media/drawing/portrait.js';
import type { RgbaImage } from '../../../src/media/drawing/rgb.js';

const SIZE = { width: 1280, height: 720 };

/** The colour at a share of width and height. */
const colourAt = ({ width, height, rgba }: RgbaImage, x: number, y: number): number[] => {
  const at = 4 * (Math.floor(y * height) * width + Math.floor(x * width));
  return [...rgba.subarray(at, at + 3)];
};

describe('pictures', () => {
  test.each(['png', 'jpg', 'webp'])('a %s is decoded without a binary for this machine', async (type) => {
    const image = await decodeStill(readFileSync(`fixtures/input.${type}`));
    expect(image.rgba).toHaveLength(4 * image.width * image.height);
    const png = await decodeStill(readFileSync('fixtures/input.png'));
    for (const [x, y] of [
      [0.1, 0.1],
      [0.17, 0.47],
      [0.5, 0.5],
      [0.9, 0.8],
    ] as const) {
      const [mine, other] = [colourAt(image, x, y), colourAt(png, x, y)];
      for (const channel of [0, 1, 2])
        expect(Math.abs((mine[channel] ?? 0) - (other[channel] ?? 0))).toBeLessThan(40);
    }
  });

  test.each([
    ['a cut PNG', Buffer.from(readFileSync('fixtures/input.png').subarray(0, 300))],
    ['a cut WebP', Buffer.from(readFileSync('fixtures/input.webp').subarray(0, 300))],
    ['a GIF', Buffer.from('GIF89a')],
    ['text', Buffer.from('hello')],
  ])('%s is an error with a reason', async (_, bytes) => {
    await expect(decodeStill(bytes)).rejects.toThrow(/\w+/);
  });
});

describe('a portrait', () => {
  const plain = (width: number, height: number, alpha = 255): RgbaImage => {
    const rgba = new Uint8Array(4 * width * height).fill(200);
    for (let at = 3; at < rgba.length; at += 4) rgba[at] = alpha;
    return { width, height, rgba };
  };

  test.each([
    [720, 720, { left: 280, top: 0, width: 720, height: 720 }],
    [100, 400, { left: 548, top: 0, width: 180, height: 720 }],
    [1000, 100, { left: 0, top: 296, width: 1280, height: 128 }],
    [1920, 1080, { left: 0, top: 0, width: 1280, height: 720 }],
    [1, 1, { left: 280, top: 0, width: 720, height: 720 }],
  ])('of %i by %i is fitted in the centre, between black bars', (width, height, area) => {
    const fitted = fitPortrait(plain(width, height), SIZE);
    expect(fitted.area).toEqual(area);
    const { picture } = fitted;
    let lit = 0;
    for (const light of picture.y) if (light > 100) lit++;
    expect(lit).toBe(area.width * area.height);
    expect(picture.y[(area.top + 1) * 1280 + area.left + 1]).toBeGreaterThan(100);
  });

  test('that is transparent is black there', () => {
    const { picture } = fitPortrait(plain(720, 720, 0), SIZE);
    expect(Math.max(...picture.y.subarray(0, 1280 * 10))).toBe(16);
  });

  test('a card has the text', () => {
    const { picture } = cardPortrait('IMAGE 12 BYTES cannot be decoded', SIZE);
    expect(picture.y.filter((light) => light > 200).length).toBeGreaterThan(1000);
  });

  test('a PNG with transparency keeps its colour where it is opaque', async () => {
    const png = new PNG({ width: 2, height: 1 });
    png.data.set([255, 0, 0, 255, 255, 0, 0, 0]);
    const { picture } = fitPortrait(await decodeStill(PNG.sync.write(png)), SIZE);
    expect(picture.y[360 * 1280 + 100]).toBeGreaterThan(40);
    expect(picture.y[360 * 1280 + 1180]).toBe(16);
  });
});
