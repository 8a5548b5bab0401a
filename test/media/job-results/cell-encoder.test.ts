import { describe, expect, it } from 'vitest';
import { CellPicture } from '../../../src/media/drawing/cell-picture.js';
import { CellEncoder } from '../../../src/media/codecs/h264/cell-encoder.js';
import { pictureParameterSet, sequenceParameterSet } from '../../../src/media/codecs/h264/parameter-sets.js';
import { Random } from '../../../src/world/random/random.js';
import { decodeFrames, noFfmpeg } from './support.js';

const START = Uint8Array.of(0, 0, 0, 1);
const [WIDTH, HEIGHT] = [96, 80];
const FRAME = WIDTH * HEIGHT * 1.5;

/** Pixels of a cell picture, plane after plane. */
function pixels(picture: CellPicture): Buffer {
  const plane = (cells: Uint8Array, across: number, down: number): Buffer =>
    Buffer.from(
      Array.from({ length: 16 * across * down }, (_, at) => {
        const [x, y] = [at % (4 * across), Math.floor(at / (4 * across))];
        return cells[(y >> 2) * across + (x >> 2)] ?? 0;
      }),
    );
  const [across, down] = [WIDTH / 4, HEIGHT / 4];
  return Buffer.concat([
    plane(picture.y, across, down),
    plane(picture.cb, across / 2, down / 2),
    plane(picture.cr, across / 2, down / 2),
  ]);
}

/** Encodes frames that each change some cells of the one before, and decodes them with ffmpeg. */
function roundTrip(
  seed: string,
  draw: (random: Random, picture: CellPicture) => void,
): [shown: Buffer, meant: Buffer][] {
  const random = new Random(seed);
  const picture = new CellPicture(WIDTH, HEIGHT);
  const encoder = new CellEncoder(picture);
  const stream = [START, sequenceParameterSet(WIDTH, HEIGHT, 25), START, pictureParameterSet()];
  const meant: Buffer[] = [];
  for (let frame = 0; frame < 300; frame++) {
    draw(random, picture);
    stream.push(START, encoder.encode(picture, frame % 270 === 0));
    meant.push(pixels(picture));
  }
  const shown = decodeFrames(Buffer.concat(stream), 'h264');
  expect(shown.length).toBe(meant.length * FRAME);
  return meant.map((frame, index) => [shown.subarray(index * FRAME, (index + 1) * FRAME), frame]);
}

const scatter = (random: Random, picture: CellPicture, luma: () => number, chroma: () => number): void => {
  const density = random.int(40);
  for (let count = 0; count < density; count++) {
    const [x, y] = [random.int(picture.across), random.int(picture.down)];
    const colour = { y: luma(), cb: chroma(), cr: chroma() };
    picture.fill(x & ~1, y & ~1, 2 * (1 + random.int(3)), 2 * (1 + random.int(3)), colour);
    picture.fillLuma(random.int(picture.across), random.int(picture.down), 1, 1, luma());
  }
};

const worst = (shown: Buffer, meant: Buffer): number =>
  shown.reduce((most, value, at) => Math.max(most, Math.abs(value - (meant[at] ?? 0))), 0);

describe('what a decoder shows', () => {
  it('is the brightness itself where it differs by multiples of 16, and the colour within two', ({
    skip,
  }) => {
    if (noFfmpeg) skip(noFfmpeg);
    for (const seed of ['one', 'two', 'three']) {
      const frames = roundTrip(seed, (random, picture) =>
        scatter(
          random,
          picture,
          () => 16 * (1 + random.int(14)),
          () => 64 + 4 * random.int(32),
        ),
      );
      for (const [shown, meant] of frames) {
        const luma = (frame: Buffer): Buffer => frame.subarray(0, WIDTH * HEIGHT);
        expect(luma(shown).equals(luma(meant))).toBe(true);
        expect(worst(shown, meant)).toBeLessThanOrEqual(2);
      }
    }
  });

  it('stays close to any other picture and does not drift away', ({ skip }) => {
    if (noFfmpeg) skip(noFfmpeg);
    const frames = roundTrip('any', (random, picture) =>
      scatter(
        random,
        picture,
        () => random.int(256),
        () => random.int(256),
      ),
    );
    for (const [shown, meant] of frames) {
      expect(worst(shown, meant)).toBeLessThanOrEqual(8);
    }
  });
});

it('spends next to nothing on a picture that has not changed', () => {
  const picture = new CellPicture(1280, 720);
  const encoder = new CellEncoder(picture);
  encoder.encode(picture, true);
  picture.fillLuma(3, 3, 1, 1, 200);
  picture.fillLuma(3, 3, 1, 1, 0);
  expect(encoder.encode(picture, false).length).toBeLessThan(12);
});
