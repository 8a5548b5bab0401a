import type { Colour } from './colours.js';
import type { PictureSize } from './picture-size.js';
import type { Canvas } from './canvas.js';

/** A rectangle in a picture: all numbers even. */
export interface Rectangle extends PictureSize {
  readonly left: number;
  readonly top: number;
}

const even = (value: number): number => 2 * Math.round(value / 2);

/** Margin around an inset and thickness of its border, in pixels. */
export const insetMargin = ({ width }: PictureSize): number => Math.max(4, even(width / 80));
export const borderOf = ({ width }: PictureSize): number => Math.max(2, even(width / 320));

/** The most that an inset takes of a picture: a quarter of its width, a third of its height. */
export const insetLimits = ({ width, height }: PictureSize): PictureSize => ({
  width: Math.max(2, even(width / 4)),
  height: Math.max(2, even(height / 3)),
});

/** Where an inset of a size goes: the upper right corner. */
export function insetPlace(picture: PictureSize, { width, height }: PictureSize): Rectangle {
  const edge = insetMargin(picture) + borderOf(picture);
  return { left: Math.max(0, even(picture.width - edge - width)), top: edge, width, height };
}

/** The most that a garment takes of a picture, around its middle. */
export const subjectLimits = ({ width, height }: PictureSize): PictureSize => ({
  width: Math.max(2, even(width * 0.4)),
  height: Math.max(2, even(height * 0.5)),
});

/** A size in the middle of a picture. */
export function centred(picture: PictureSize, { width, height }: PictureSize): Rectangle {
  return {
    left: Math.max(0, even((picture.width - width) / 2)),
    top: Math.max(0, even((picture.height - height) / 2)),
    width,
    height,
  };
}

/** Draws a border around a box, outside of it. */
export function drawBorder(
  canvas: Canvas,
  { left, top, width, height }: Rectangle,
  thickness: number,
  colour: Colour,
): void {
  const [outer, right, bottom] = [width + 2 * thickness, left + width, top + height];
  canvas.fill(left - thickness, top - thickness, outer, thickness, colour);
  canvas.fill(left - thickness, bottom, outer, thickness, colour);
  canvas.fill(left - thickness, top, thickness, height, colour);
  canvas.fill(right, top, thickness, height, colour);
}
