import { INK } from './colours.js';
import { drawable, drawText, GLYPH_WIDTH, LINE_HEIGHT, wrap } from './font.js';
import type { CanvasArea } from './mouth-mark.js';
import type { PictureSize } from './picture-size.js';
import { Picture } from './picture.js';
import { pictureOf, type RgbaImage } from './rgb.js';

/** A still at the size of the output. */
export interface Portrait {
  readonly picture: Picture;
  /** The part that the still fills, in pixels; the rest is black. */
  readonly area: CanvasArea;
}

/** Pixels a dot of the font: two cells of the cell encoder. */
const DOT = 8;

/** Fits a still into the output, in the centre and with its own proportions. That the rest is black is a choice. */
export function fitPortrait(image: RgbaImage, { width, height }: PictureSize): Portrait {
  const scale = Math.min(width / image.width, height / image.height);
  const inner = { width: side(image.width * scale, width), height: side(image.height * scale, height) };
  const area = { left: margin(width, inner.width), top: margin(height, inner.height), ...inner };
  const picture = Picture.black(width, height);
  const still = pictureOf(opaque(image), inner);
  place(still.y, inner.width, picture.y, width, area.left, area.top);
  for (const plane of ['cb', 'cr'] as const)
    place(still[plane], still.chromaWidth, picture[plane], picture.chromaWidth, area.left / 2, area.top / 2);
  return { picture, area };
}

/** A card in place of a still that cannot be shown. */
export function cardPortrait(text: string, { width, height }: PictureSize): Portrait {
  const picture = Picture.black(width, height);
  const columns = Math.floor(width / ((GLYPH_WIDTH + 1) * DOT)) - 2;
  wrap(drawable(text), columns, 4).forEach((line, index) =>
    drawText(picture, line, 2 * DOT, (2 + index * LINE_HEIGHT) * DOT, INK, DOT),
  );
  return { picture, area: { left: 0, top: 0, width, height } };
}

const side = (length: number, most: number): number =>
  Math.min(most, Math.max(2, 2 * Math.round(length / 2)));

/** A multiple of four, so that the still's chroma stays in place. */
const margin = (outer: number, inner: number): number => 4 * Math.floor((outer - inner) / 8);

function place(
  from: Uint8Array,
  fromWidth: number,
  to: Uint8Array,
  toWidth: number,
  left: number,
  top: number,
): void {
  for (let at = 0, row = top; at < from.length; at += fromWidth, row++)
    to.set(from.subarray(at, at + fromWidth), row * toWidth + left);
}

/** The image on black, where it is transparent. */
function opaque({ width, height, rgba }: RgbaImage): RgbaImage {
  let clear = false;
  for (let at = 3; at < rgba.length && !clear; at += 4) clear = rgba[at] !== 255;
  if (!clear) return { width, height, rgba };
  const solid = new Uint8Array(rgba.length);
  for (let at = 0; at < rgba.length; at += 4) {
    const share = (rgba[at + 3] ?? 0) / 255;
    for (let channel = 0; channel < 3; channel++)
      solid[at + channel] = Math.round((rgba[at + channel] ?? 0) * share);
    solid[at + 3] = 255;
  }
  return { width, height, rgba: solid };
}
