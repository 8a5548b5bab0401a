import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chromaOf, WHITE } from '../../../src/media/drawing/colours.js';
import type { LookFamily } from '../../../src/media/drawing/look-family.js';
import { LookPainter } from '../../../src/media/drawing/look-painter.js';
import { Picture } from '../../../src/media/drawing/picture.js';
import { centred, insetLimits, insetPlace } from '../../../src/media/drawing/places.js';
import { fittedSize } from '../../../src/media/drawing/resize-image.js';
import { pictureOf } from '../../../src/media/drawing/rgb.js';
import { PATH_COLOUR } from '../../../src/media/drawing/trajectory.js';
import { lookOf, type LookInput } from '../../../src/media/drawing/transform-look.js';
import {
  colourDistance,
  flatImage,
  lightOf,
  meanColour,
  meanDifference,
  reads,
} from '../../support/pixels.js';

const SIZE = { width: 640, height: 352 };
const RED = [210, 40, 40] as const;
const FAMILIES: readonly LookFamily[] = ['edit', 'restyle', 'try-on', 'motion'];
const path = {
  fps: 25,
  points: [
    { frame: 0, x: 0.25, y: 0.5 },
    { frame: 20, x: 0.75, y: 0.5 },
  ],
};
const digest = '5e6f7a8b'.padEnd(64, '0');

/** A gradient with a bright square: it has flat parts, slopes and edges. */
function scene({ width, height } = SIZE): Picture {
  const picture = new Picture(width, height);
  for (let at = 0; at < picture.y.length; at++) picture.y[at] = 40 + ((at % width) * 120) / width;
  picture.cb.fill(120);
  picture.cr.fill(140);
  picture.fillLuma(width >> 3, height >> 2, height >> 2, height >> 2, 230);
  return picture;
}

function painted(look: Partial<LookInput>, seconds = 0, size = SIZE): Picture {
  const picture = scene(size);
  new LookPainter(lookOf({ prompt: 'a red cat', ...look })).paint(picture, seconds);
  return picture;
}

/** Without the caption, which is the same for all. */
const upper = ({ y, width, height }: Picture): Uint8Array => y.subarray(0, width * Math.floor(height * 0.7));

describe('the look of a family', () => {
  it('differs from that of each other one, and from the input', () => {
    const seen = [
      scene(),
      ...FAMILIES.map((family) => painted({ family, path: family === 'motion' ? path : undefined }, 1)),
    ];
    seen.forEach((one, index) =>
      seen
        .slice(index + 1)
        .forEach((other) => expect(meanDifference(one.bytes, other.bytes)).toBeGreaterThan(0.3)),
    );
    const [input, edit, ...others] = seen.map(upper);
    expect(meanDifference(input as Uint8Array, edit as Uint8Array)).toBe(0);
    for (const other of others) expect(Buffer.compare(edit as Uint8Array, other)).not.toBe(0);
  });

  it('of an edit is one hue over the whole picture', () => {
    const { cb, cr } = painted({ family: 'edit' });
    expect([new Set(cb).size, new Set(cr).size]).toEqual([2, 2]); // the caption's plate is grey
  });

  it('of a restyle has few flat colours, and black edges around what is bright', () => {
    const restyled = painted({ family: 'restyle' });
    expect(new Set(scene().y).size).toBeGreaterThan(100);
    expect(new Set(upper(restyled)).size).toBeLessThanOrEqual(6);
    const light = lightOf(restyled);
    const row = (SIZE.height >> 2) + 40;
    const edge = Array.from({ length: 12 }, (_, x) => light((SIZE.width >> 3) - 6 + x, row));
    expect(Math.min(...edge)).toBe(16);
    expect(light((SIZE.width >> 3) + 40, row)).toBeGreaterThan(200);
  });

  it('of a restyle without a tint keeps the colours of the picture', () => {
    const picture = scene();
    new LookPainter(lookOf({ prompt: '', family: 'restyle' })).paint(picture);
    expect(meanColour(picture, { left: 0, top: 0, width: 640, height: 200 })).toMatchObject({
      cb: 120,
      cr: 140,
    });
  });

  it('of a try-on has the reference image in the middle, as large as it fits', () => {
    const picture = painted({ family: 'try-on', reference: { digest, image: flatImage(300, 300, RED) } });
    const wanted = pictureOf(flatImage(2, 2, RED), { width: 2, height: 2 });
    const box = centred(SIZE, { width: 176, height: 176 });
    const colour = { y: wanted.y[0] ?? 0, cb: wanted.cb[0] ?? 0, cr: wanted.cr[0] ?? 0 };
    expect(colourDistance(meanColour(picture, box), colour)).toBeLessThan(1);
    const outside = { ...box, left: box.left - 60, width: 50 };
    expect(colourDistance(meanColour(picture, outside), colour)).toBeGreaterThan(20);
  });

  it('of a try-on shows the person through the transparent parts of the reference image', () => {
    const image = flatImage(200, 200, RED, (x) => (x < 100 ? 0 : 255));
    const picture = painted({ family: 'try-on', reference: { digest, image } });
    const box = { ...centred(SIZE, { width: 176, height: 176 }), width: 80 };
    const without = painted({ family: 'edit', reference: { digest } });
    expect(colourDistance(meanColour(picture, box), meanColour(without, box))).toBeLessThan(1);
    const right = { ...box, left: box.left + 92 };
    expect(colourDistance(meanColour(picture, right), meanColour(without, right))).toBeGreaterThan(20);
  });
});

describe('the path of a motion', () => {
  const pathAt = (seconds: number): boolean[] => {
    const picture = painted({ family: 'motion', prompt: '', path }, seconds);
    return [0.3, 0.4, 0.5, 0.6, 0.7].map((x) => {
      const spot = { left: 2 * Math.round((x * 640) / 2), top: 176, width: 2, height: 2 };
      return colourDistance(meanColour(picture, spot), PATH_COLOUR) < 2;
    });
  };

  it('is drawn up to the time of the frame', () => {
    expect(pathAt(0)).toEqual([false, false, false, false, false]);
    expect(pathAt(0.36)).toEqual([true, true, false, false, false]);
    expect(pathAt(0.8)).toEqual([true, true, true, true, true]);
    expect(pathAt(60)).toEqual([true, true, true, true, true]);
  });

  it('has a ring around the anchor', () => {
    const picture = painted({ family: 'motion', prompt: '', path }, 0.4);
    const centre = { left: 318, top: 174, width: 4, height: 4 };
    expect(colourDistance(meanColour(picture, centre), WHITE)).toBeLessThan(2);
  });

  it('follows the frames, in whatever order the points come, and ends at once far outside', () => {
    const one = painted({ family: 'motion', path }, 0.5);
    const turned = { ...path, points: path.points.toReversed() };
    expect(Buffer.compare(painted({ family: 'motion', path: turned }, 0.5).bytes, one.bytes)).toBe(0);
    const far = Array.from({ length: 1000 }, (_, frame) => ({ frame, x: frame % 2 ? 1e300 : 0, y: 1e300 }));
    expect(() => painted({ family: 'motion', path: { fps: 25, points: far } }, 40)).not.toThrow();
  });
});

describe('the reference image', () => {
  it.each(FAMILIES)('is an inset in the corner of a %s, aspect kept, with a white border', (family) => {
    const picture = painted({ family, reference: { digest, image: flatImage(400, 100, RED) } });
    const wanted = pictureOf(flatImage(2, 2, RED), { width: 2, height: 2 });
    const colour = { y: wanted.y[0] ?? 0, cb: wanted.cb[0] ?? 0, cr: wanted.cr[0] ?? 0 };
    const box = insetPlace(SIZE, fittedSize({ width: 400, height: 100 }, insetLimits(SIZE)));
    expect([box.width, box.height]).toEqual([160, 40]);
    expect(colourDistance(meanColour(picture, box), colour)).toBeLessThan(1);
    const border = { left: box.left, top: box.top + box.height, width: box.width, height: 2 };
    expect(colourDistance(meanColour(picture, border), WHITE)).toBeLessThan(1);
  });

  it('keeps its parts in their places', () => {
    const image = flatImage(100, 100, RED);
    for (let at = 0; at < 100 * 50; at++) image.rgba.set([20, 60, 200, 255], 4 * at); // upper half blue
    const picture = painted({ reference: { digest, image } });
    const box = insetPlace(SIZE, fittedSize(image, insetLimits(SIZE)));
    const half = { ...box, height: box.height / 2 };
    expect(meanColour(picture, half).cb).toBeGreaterThan(180);
    expect(meanColour(picture, { ...half, top: half.top + half.height }).cr).toBeGreaterThan(180);
  });

  it('is named by the first eight digits of its SHA-256, also if it cannot be decoded', () => {
    const at = [8 + 6, 8 + 6, 3] as const;
    const drawn = lightOf(painted({ reference: { digest, image: flatImage(9, 9, RED) } }));
    expect(reads(drawn, 'reference 5e6f7a8b', ...at)).toBe(true);
    expect(reads(drawn, 'reference 5e6f7a8c', ...at)).toBe(false);
    const broken = lightOf(painted({ reference: { digest, image: 'undecodable' } }));
    expect(reads(broken, 'reference 5e6f7a8b undecodable', ...at)).toBe(true);
  });

  it('turns the hue of the prompt, as before', () => {
    const hue = ({ cb, cr }: Picture): unknown => [cb[20_000], cr[20_000]];
    expect(hue(painted({ reference: { digest } }))).not.toEqual(hue(painted({})));
    expect(hue(painted({ prompt: '' }))).toEqual([120, 140]);
    expect(chromaOf(undefined)).toEqual({ cb: 128, cr: 128 });
  });
});

it('fits into a picture of any size, for a reference image of any size', () => {
  const side = fc.integer({ min: 1, max: 120 });
  fc.assert(
    fc.property(
      side,
      side,
      side,
      side,
      fc.constantFrom(...FAMILIES),
      (width, height, across, down, family) => {
        const size = { width: 2 * width, height: 2 * height };
        const reference = { digest, image: flatImage(across, down, RED) };
        const one = painted({ family, path, reference }, 0.5, size);
        expect(Buffer.compare(painted({ family, path, reference }, 0.5, size).bytes, one.bytes)).toBe(0);
        expect(one.bytes.length).toBe(6 * width * height);
      },
    ),
    { numRuns: 40 },
  );
});
