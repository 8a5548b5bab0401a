import { pictureOver } from './paint.js';
import type { Picture } from './picture.js';

interface FrameSize {
  readonly width: number;
  readonly height: number;
}

/** I420 as a picture of the wished size, turned where the picture is upright; without a wish as it is. */
export function fitted(
  raw: Uint8Array,
  size: FrameSize,
  wished: FrameSize | undefined,
): Picture & { bytes: Uint8Array } {
  const upright = size.height > size.width;
  const wanted = wished && upright ? { width: wished.height, height: wished.width } : wished;
  const { width, height } = wanted ?? size;
  const source = pictureOver(raw, size.width, size.height);
  if (width === size.width && height === size.height) return { ...source, bytes: raw };
  const bytes = new Uint8Array((width * height * 3) / 2);
  const picture = pictureOver(bytes, width, height);
  stretch(source.y, size, picture.y, { width, height });
  const [half, wide] = [
    { width: size.width / 2, height: size.height / 2 },
    { width: width / 2, height: height / 2 },
  ];
  stretch(source.u, half, picture.u, wide);
  stretch(source.v, half, picture.v, wide);
  return { ...picture, bytes };
}

/** Each sample of the target takes the nearest one of the source. */
function stretch(source: Uint8Array, from: FrameSize, target: Uint8Array, to: FrameSize): void {
  const columns = Uint32Array.from({ length: to.width }, (_, x) => Math.floor((x * from.width) / to.width));
  for (let y = 0; y < to.height; y++) {
    const line = Math.floor((y * from.height) / to.height) * from.width;
    for (let x = 0, at = y * to.width; x < to.width; x++, at++)
      target[at] = source[line + (columns[x] ?? 0)] ?? 0;
  }
}
