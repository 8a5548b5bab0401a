import type { Picture } from './picture.js';
import type { PictureSize } from './picture-size.js';
import { fittedSize, resizeImage } from './resize-image.js';
import { pictureOf, type RgbaImage } from './rgb.js';

/** An image prepared to be drawn onto pictures. Its sides are even. */
export interface Sprite {
  readonly picture: Picture;
  /** One for each block of 2x2 pixels that is drawn; undefined when all are. */
  readonly opaque: Uint8Array | undefined;
}

/** From this alpha on a pixel counts as opaque. */
const OPAQUE = 128;

/** The image scaled to fit a box, aspect kept. */
export function spriteOf(image: RgbaImage, box: PictureSize): Sprite {
  const size = fittedSize(image, box);
  const resized = resizeImage(image, size);
  return { picture: pictureOf(resized, size), opaque: opaqueBlocks(resized) };
}

function opaqueBlocks({ width, height, rgba }: RgbaImage): Uint8Array | undefined {
  const blocks = new Uint8Array((width / 2) * (height / 2));
  let all = true;
  for (let block = 0; block < blocks.length; block++) {
    const row = Math.floor(block / (width / 2));
    const alpha = rgba[4 * (2 * row * width + 2 * (block - (row * width) / 2)) + 3] ?? 255;
    if (alpha >= OPAQUE) blocks[block] = 1;
    else all = false;
  }
  return all ? undefined : blocks;
}

/** Draws a sprite; `left` and `top` are even. One that does not fit into the picture there is left out. */
export function drawSprite(
  picture: Picture,
  { picture: source, opaque }: Sprite,
  left: number,
  top: number,
): void {
  if (left + source.width > picture.width || top + source.height > picture.height) return;
  const blocks = source.width / 2;
  for (let row = 0; row < source.height / 2; row++) {
    for (const [from, to] of runs(opaque, row * blocks, blocks)) {
      for (const line of [2 * row, 2 * row + 1]) {
        const start = line * source.width;
        picture.y.set(
          source.y.subarray(start + 2 * from, start + 2 * to),
          (top + line) * picture.width + left + 2 * from,
        );
      }
      const start = row * source.chromaWidth;
      const target = (top / 2 + row) * picture.chromaWidth + left / 2 + from;
      picture.cb.set(source.cb.subarray(start + from, start + to), target);
      picture.cr.set(source.cr.subarray(start + from, start + to), target);
    }
  }
}

/** The opaque parts of one row of blocks, as starts and ends. */
function* runs(opaque: Uint8Array | undefined, at: number, length: number): Generator<[number, number]> {
  if (!opaque) {
    yield [0, length];
    return;
  }
  for (let from = 0; from < length; from++) {
    if (opaque[at + from] !== 1) continue;
    let to = from;
    while (to < length && opaque[at + to] === 1) to++;
    yield [from, to];
    from = to;
  }
}
