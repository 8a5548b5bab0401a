import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Vp8CellEncoder } from '../../src/media/codecs/vp8/cell-encoder.js';
import { loadWebCodecs } from '../../src/media/codecs/web-codecs.js';
import { CellPicture } from '../../src/media/drawing/cell-picture.js';
import type { Picture } from '../../src/media/drawing/picture.js';
import { reportSkip } from '../support/report-skip.js';
import { decodeAll } from './support/avatar-client.js';

const codecs = await loadWebCodecs().catch((error: Error) => error.message);

/** A rectangle of one colour, in cells. */
const rectangle = fc.record({
  left: fc.nat(30).map((at) => 2 * at),
  top: fc.nat(20).map((at) => 2 * at),
  width: fc.integer({ min: 1, max: 12 }).map((at) => 2 * at),
  height: fc.integer({ min: 1, max: 12 }).map((at) => 2 * at),
  colour: fc.record({
    y: fc.integer({ min: 0, max: 255 }),
    cb: fc.integer({ min: 0, max: 255 }),
    cr: fc.integer({ min: 0, max: 255 }),
  }),
});

/** The largest difference of two planes' samples. */
function difference(
  one: Uint8Array,
  offset: number,
  stride: number,
  other: Uint8Array,
  width: number,
): number {
  let most = 0;
  for (let at = 0; at < other.length; at++) {
    const row = Math.floor(at / width);
    const mine = one[offset + row * stride + at - row * width] ?? 0;
    most = Math.max(most, Math.abs(mine - (other[at] ?? 0)));
  }
  return most;
}

describe.skipIf(reportSkip(typeof codecs === 'string' ? codecs : undefined))('cells in VP8', () => {
  if (typeof codecs === 'string') return;

  test('a decoder shows what was drawn, in key frames and in changes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(rectangle, { maxLength: 6 }), { minLength: 1, maxLength: 6 }),
        fc.constantFrom([240, 160], [66, 34], [16, 16], [2, 2]),
        fc.nat(5),
        async (drawings, [width = 0, height = 0], secondKey) => {
          const picture = new CellPicture(width, height);
          const encoder = new Vp8CellEncoder(picture);
          const meant: Picture[] = [];
          const frames = [];
          for (const [index, rectangles] of drawings.entries()) {
            for (const { left, top, width: across, height: down, colour } of rectangles)
              picture.fill(left, top, across, down, colour);
            const key = index === 0 || index === secondKey;
            frames.push({ at: index, timestamp: index, payload: encoder.encode(picture, key) });
            meant.push(picture.pixels());
          }
          const shown = await decodeAll(codecs, 'vp8', frames);
          expect(shown).toHaveLength(frames.length);
          shown.forEach(({ data, planes }, index) => {
            const { y, cb, cr, chromaWidth } = meant[index] ?? picture.pixels();
            const [luma, blue, red] = planes;
            if (!luma || !blue || !red) throw new Error('a plane is missing');
            expect(difference(data, luma.offset, luma.stride, y, width)).toBeLessThan(9);
            expect(difference(data, blue.offset, blue.stride, cb, chromaWidth)).toBeLessThan(4);
            expect(difference(data, red.offset, red.stride, cr, chromaWidth)).toBeLessThan(4);
          });
        },
      ),
      { numRuns: 60 },
    );
  });

  test('a picture that does not change costs next to nothing', () => {
    const picture = new CellPicture(1280, 720);
    const encoder = new Vp8CellEncoder(picture);
    encoder.encode(picture, true);
    picture.fillLuma(0, 0, 4, 4, 200);
    expect(encoder.encode(picture, false).length).toBeLessThan(300);
    expect(encoder.encode(picture, false).length).toBeLessThan(200);
  });
});
