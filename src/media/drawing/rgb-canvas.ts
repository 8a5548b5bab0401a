import type { Canvas } from './canvas.js';
import type { Colour } from './colours.js';
import type { PictureSize } from './picture-size.js';
import { rgbOf } from './rgb.js';

/** An image as bytes of red, green and blue, row by row without padding. */
export interface RgbImage extends PictureSize {
  readonly rgb: Uint8Array;
}

/** Draws into the pixels of an image. A change of brightness alone makes them grey. */
export class RgbCanvas implements Canvas {
  constructor(readonly image: RgbImage) {}

  get across(): number {
    return this.image.width;
  }

  get down(): number {
    return this.image.height;
  }

  fillLuma(left: number, top: number, width: number, height: number, luma: number): void {
    this.fill(left, top, width, height, { y: luma, cb: 128, cr: 128 });
  }

  fill(left: number, top: number, width: number, height: number, { y, cb, cr }: Colour): void {
    const { rgb, width: across, height: down } = this.image;
    const colour = rgbOf(y, cb, cr);
    const [red, green, blue] = [colour >> 16, (colour >> 8) & 255, colour & 255];
    const from = Math.max(0, left);
    const until = Math.min(across, left + width);
    for (let row = Math.max(0, top); row < Math.min(down, top + height); row++) {
      for (let at = 3 * (row * across + from); at < 3 * (row * across + until);) {
        rgb[at++] = red;
        rgb[at++] = green;
        rgb[at++] = blue;
      }
    }
  }
}
