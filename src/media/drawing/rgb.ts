import type { PictureSize } from './picture-size.js';
import { Picture } from './picture.js';
import { samplingMap } from './resample.js';

/** An image as bytes of red, green, blue and alpha, row by row without padding. */
export interface RgbaImage extends PictureSize {
  rgba: Uint8Array;
}

const byte = (value: number): number => (value <= 0 ? 0 : value >= 255 ? 255 : Math.round(value));

/** Red, green and blue of a BT.709 limited-range colour, as one number `0xRRGGBB`. */
export function rgbOf(y: number, cb: number, cr: number): number {
  const light = 1.164384 * (y - 16);
  const red = byte(light + 1.792741 * (cr - 128));
  const green = byte(light - 0.213249 * (cb - 128) - 0.532909 * (cr - 128));
  const blue = byte(light + 2.112402 * (cb - 128));
  return red * 65536 + green * 256 + blue;
}

/** The image at another size, scaled to cover it. Each block of 2x2 pixels takes the chroma of its first. */
export function pictureOf(image: RgbaImage, size: PictureSize): Picture {
  const map = samplingMap(image, image.width, size, 0);
  const picture = new Picture(size.width, size.height);
  const { width, height, chromaWidth, y, cb, cr } = picture;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const at = row * width + column;
      const from = 4 * (map[at] ?? 0);
      const red = image.rgba[from] ?? 0;
      const green = image.rgba[from + 1] ?? 0;
      const blue = image.rgba[from + 2] ?? 0;
      const light = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
      y[at] = Math.round(16 + (219 / 255) * light);
      if ((row | column) & 1) continue;
      const block = (row >> 1) * chromaWidth + (column >> 1);
      cb[block] = Math.round(128 + (224 / 255) * ((blue - light) / 1.8556));
      cr[block] = Math.round(128 + (224 / 255) * ((red - light) / 1.5748));
    }
  }
  return picture;
}

export function rgbaOf({ width, height, chromaWidth, y, cb, cr }: Picture): Uint8Array {
  const rgba = new Uint8Array(4 * width * height).fill(255);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const at = row * width + column;
      const block = (row >> 1) * chromaWidth + (column >> 1);
      const rgb = rgbOf(y[at] ?? 0, cb[block] ?? 128, cr[block] ?? 128);
      rgba[4 * at] = rgb >> 16;
      rgba[4 * at + 1] = (rgb >> 8) & 255;
      rgba[4 * at + 2] = rgb & 255;
    }
  }
  return rgba;
}
