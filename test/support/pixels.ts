import { PNG } from 'pngjs';
import { CellPicture } from '../../src/media/drawing/cell-picture.js';
import { drawable, drawText, GLYPH_HEIGHT, GLYPH_WIDTH } from '../../src/media/drawing/font.js';
import type { Picture } from '../../src/media/drawing/picture.js';
import type { Rectangle } from '../../src/media/drawing/places.js';
import type { RgbaImage } from '../../src/media/drawing/rgb.js';

/** Mean brightness and colour of a rectangle. */
export function meanColour(
  { width, chromaWidth, y, cb, cr }: Picture,
  { left, top, width: across, height: down }: Rectangle,
): { y: number; cb: number; cr: number } {
  const sum = { y: 0, cb: 0, cr: 0 };
  for (let row = top; row < top + down; row++)
    for (let column = left; column < left + across; column++) {
      const block = (row >> 1) * chromaWidth + (column >> 1);
      sum.y += y[row * width + column] ?? 0;
      sum.cb += cb[block] ?? 0;
      sum.cr += cr[block] ?? 0;
    }
  const count = across * down;
  return { y: sum.y / count, cb: sum.cb / count, cr: sum.cr / count };
}

/** The largest difference of two colours in one of their three values. */
export const colourDistance = (
  a: { y: number; cb: number; cr: number },
  b: { y: number; cb: number; cr: number },
): number => Math.max(Math.abs(a.y - b.y), Math.abs(a.cb - b.cb), Math.abs(a.cr - b.cr));

/** Mean of the differences of two planes or pictures, byte by byte. */
export function meanDifference(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((sum, value, at) => sum + Math.abs(value - (b[at] ?? 0)), 0) / a.length;
}

/** An image of one colour, opaque unless `alpha` says otherwise. */
export function flatImage(
  width: number,
  height: number,
  [red, green, blue]: readonly [number, number, number],
  alpha: (x: number, y: number) => number = () => 255,
): RgbaImage {
  const rgba = new Uint8Array(4 * width * height);
  for (let at = 0; at < width * height; at++)
    rgba.set([red, green, blue, alpha(at % width, Math.floor(at / width))], 4 * at);
  return { width, height, rgba };
}

export function pngOf({ width, height, rgba }: RgbaImage): Buffer {
  const png = new PNG({ width, height });
  png.data = Buffer.from(rgba);
  return PNG.sync.write(png);
}

/** Brightness of a pixel, 0 to 255 or as video stores it. */
export type Light = (x: number, y: number) => number;

export const lightOf =
  ({ y, width }: Picture): Light =>
  (column, row) =>
    y[row * width + column] ?? 0;

/** Whether a line of text stands at a place: each dot of its glyphs is bright, each gap between them dark. */
export function reads(light: Light, text: string, left: number, top: number, scale: number): boolean {
  const line = drawable(text);
  const glyphs = new CellPicture(4 * line.length * (GLYPH_WIDTH + 1), 4 * GLYPH_HEIGHT);
  drawText(glyphs, line, 0, 0, 255);
  for (let y = 0; y < GLYPH_HEIGHT; y++)
    for (let x = 0; x < line.length * (GLYPH_WIDTH + 1); x++) {
      const bright = light(left + Math.floor((x + 0.5) * scale), top + Math.floor((y + 0.5) * scale)) > 160;
      if (bright !== (glyphs.y[y * 4 * glyphs.columns + x] === 255)) return false;
    }
  return true;
}
