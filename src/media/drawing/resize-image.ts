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
  const rgba = new Uint8Array(4 * width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      putMean(image, columns[x] ?? [], rows[y] ?? [], rgba, 4 * (y * width + x));
  return { width, height, rgba };
}

/** For each of `count` pixels the places along one side of the source that it samples. */
function samplePlaces(length: number, count: number): number[][] {
  const span = length / count;
  const samples = Math.min(MAX_SAMPLES, Math.max(1, Math.ceil(span)));
  return Array.from({ length: count }, (_, index) =>
    Array.from({ length: samples }, (__, sample) =>
      Math.min(length - 1, Math.floor((index + (sample + 0.5) / samples) * span)),
    ),
  );
}

function putMean(
  { width, rgba }: RgbaImage,
  columns: readonly number[],
  rows: readonly number[],
  target: Uint8Array,
  at: number,
): void {
  let [red, green, blue, alpha] = [0, 0, 0, 0];
  for (const row of rows)
    for (const column of columns) {
      const from = 4 * (row * width + column);
      const weight = rgba[from + 3] ?? 255;
      red += weight * (rgba[from] ?? 0);
      green += weight * (rgba[from + 1] ?? 0);
      blue += weight * (rgba[from + 2] ?? 0);
      alpha += weight;
    }
  if (alpha === 0) return;
  target[at] = Math.round(red / alpha);
  target[at + 1] = Math.round(green / alpha);
  target[at + 2] = Math.round(blue / alpha);
  target[at + 3] = Math.round(alpha / (rows.length * columns.length));
}
