import type { RgbaImage } from './rgb.js';

/**
 * How a picture is stored, by the `Orientation` of Exif (TIFF 6.0, tag 274): its first row and first column are the top
 * and the left side of the picture in 1, and other sides in 2 to 8.
 */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

export const isOrientation = (value: number): value is Orientation => Object.hasOwn(MIRRORED, value);

/** Stored with rows and columns exchanged. */
export const isTransposed = (orientation: Orientation): boolean => orientation >= 5;

/** Whether the first stored row and column are on the opposite side, bottom or right, once rows and columns are right. */
const MIRRORED: Readonly<Record<Orientation, readonly [across: boolean, down: boolean]>> = {
  1: [false, false],
  2: [true, false],
  3: [true, true],
  4: [false, true],
  5: [false, false],
  6: [true, false],
  7: [true, true],
  8: [false, true],
};

/** The picture as it is shown. */
export function orientImage(image: RgbaImage, orientation: Orientation): RgbaImage {
  if (orientation === 1) return image;
  const transposed = isTransposed(orientation);
  const [width, height] = transposed ? [image.height, image.width] : [image.width, image.height];
  const [mirroredAcross, mirroredDown] = MIRRORED[orientation];
  const stored = pixelsOf(image.rgba);
  const shown = new Uint32Array(width * height);
  for (let y = 0; y < height; y++) {
    const down = mirroredDown ? height - 1 - y : y;
    for (let x = 0; x < width; x++) {
      const across = mirroredAcross ? width - 1 - x : x;
      shown[y * width + x] =
        stored[transposed ? across * image.width + down : down * image.width + across] ?? 0;
    }
  }
  return { width, height, rgba: new Uint8Array(shown.buffer) };
}

/** One number a pixel; a copy where the bytes are not aligned. */
function pixelsOf(rgba: Uint8Array): Uint32Array {
  const { buffer, byteOffset, byteLength } = rgba.byteOffset % 4 === 0 ? rgba : rgba.slice();
  return new Uint32Array(buffer, byteOffset, byteLength / 4);
}
