import { describe, expect, test } from 'vitest';
import { loudnessOf } from '../../../src/media/codecs/loudness.js';
import { drawMouthMark, MOUTH_STEPS } from '../../../src/media/drawing/mouth-mark.js';
import { Picture } from '../../../src/media/drawing/picture.js';

const GREY = { y: 112, cb: 90, cr: 170 };

/** 20 ms of a 440 Hz sine at 16 kHz. */
const tone = (peak: number): Int16Array =>
  Int16Array.from({ length: 320 }, (_, at) =>
    Math.round(32767 * peak * Math.sin((at * 440 * 2 * Math.PI) / 16000)),
  );

function marked(loudness: number, width = 450, height = 800): Picture {
  const picture = new Picture(width, height);
  picture.fill(0, 0, width, height, GREY);
  drawMouthMark(picture, loudness);
  return picture;
}

const same = (one: Picture, other: Picture): boolean => Buffer.compare(one.bytes, other.bytes) === 0;

const whitePixels = ({ y }: Picture): number => y.filter((light) => light > 200).length;

describe('loudness of 16-bit PCM', () => {
  test('is 0 for silence and for no samples, and near 1 at full scale', () => {
    expect(loudnessOf(new Int16Array(320))).toBe(0);
    expect(loudnessOf(new Int16Array(0))).toBe(0);
    expect(loudnessOf(new Int16Array(320).fill(-32768))).toBe(1);
    expect(loudnessOf(tone(1))).toBeCloseTo(0.94, 1);
  });

  test('falls by a step of eight with each halving', () => {
    const levels = [1, 0.5, 0.25, 0.125].map((peak) => loudnessOf(tone(peak)));
    for (const [index, level] of levels.slice(1).entries())
      expect((levels[index] ?? 0) - level).toBeCloseTo(1 / MOUTH_STEPS, 2);
  });
});

describe('the mouth mark', () => {
  test('opens with each step of loudness', () => {
    const white = Array.from({ length: MOUTH_STEPS + 1 }, (_, level) =>
      whitePixels(marked(level / MOUTH_STEPS)),
    );
    for (const [index, pixels] of white.slice(1).entries()) expect(pixels).toBeGreaterThan(white[index] ?? 0);
    expect(white[0]).toBeGreaterThan(0);
  });

  test('is the same for the same step, and for a loudness out of range', () => {
    expect(same(marked(0.51), marked(0.49))).toBe(true);
    expect(same(marked(7), marked(1))).toBe(true);
    expect(same(marked(-1), marked(0))).toBe(true);
  });

  test('is without colour, and leaves the upper half as it was', () => {
    const picture = marked(1);
    const chroma = new Set([...picture.cb, ...picture.cr]);
    expect(chroma).toEqual(new Set([GREY.cb, GREY.cr, 128]));
    expect(new Set(picture.y.subarray(0, 450 * 400))).toEqual(new Set([GREY.y]));
  });

  test('fits a picture of any size', () => {
    for (const [width, height] of [
      [2, 2],
      [64, 48],
      [451, 799],
      [1280, 720],
    ] as const)
      expect(marked(1, width, height).y).toHaveLength(width * height);
  });
});
