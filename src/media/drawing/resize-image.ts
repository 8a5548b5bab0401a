import type { PictureSize } from './picture-size.js';
import type { RgbaImage } from './rgb.js';

/** Samples a side that make up one pixel at most, so that the cost depends on the result and not on the source. */
const MAX_SAMPLES = 4;

/** The largest size within a box that keeps the aspect. Even sides, at least 2. */
export function fittedSize({ width, height }: PictureSize, box: PictureSize): PictureSize {
  const scale = Math.min(box.width / width, box.height / height);
  const side = (length: number, most: number): number =>
    Math.max(2, Math.min(most & ~1, 2 * Math.round((length * scale) / 2)));
  return { width: side(width, box.width), height: side(height, box.height) };
}

/** The whole image at another size. Each pixel is the mean of up to 4x4 samples, weighted by their alpha. */
export function resizeImage(image: RgbaImage, { width, height }: PictureSize): RgbaImage {
  const columns = samplePlaces(image.width, width);
  const rows = samplePlaces(image.height, height);
  const [across, down] = [columns.length / width, rows.length / height];
  const { rgba: source } = image;
  const rgba = new Uint8Array(4 * width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      let [red, green, blue, alpha] = [0, 0, 0, 0];
      for (let row = y * down; row < (y + 1) * down; row++) {
        const start = (rows[row] ?? 0) * image.width;
        for (let column = x * across; column < (x + 1) * across; column++) {
          const from = 4 * (start + (columns[column] ?? 0));
          const weight = source[from + 3] ?? 255;
          red += weight * (source[from] ?? 0);
          green += weight * (source[from + 1] ?? 0);
          blue += weight * (source[from + 2] ?? 0);
          alpha += weight;
        }
      }
      if (alpha === 0) continue;
      const at = 4 * (y * width + x);
      rgba[at] = Math.round(red / alpha);
      rgba[at + 1] = Math.round(green / alpha);
      rgba[at + 2] = Math.round(blue / alpha);
      rgba[at + 3] = Math.round(alpha / (across * down));
    }
  return { width, height, rgba };
}

/** The places along one side of the source that the pixels sample, the same number for each of `count` pixels. */
function samplePlaces(length: number, count: number): Int32Array {
  const span = length / count;
  const samples = Math.min(MAX_SAMPLES, Math.max(1, Math.ceil(span)));
  return Int32Array.from({ length: count * samples }, (_, sample) =>
    Math.min(length - 1, Math.floor((sample + 0.5) * (span / samples))),
  );
}
