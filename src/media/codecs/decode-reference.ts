import { resizeImage } from '../drawing/resize-image.js';
import type { RgbaImage } from '../drawing/rgb.js';
import { decodeStill } from './decode-still.js';

/** Pixels a side that are kept at most: more than any picture shows of a reference image. */
const MAX_SIDE = 1024;
const MAX_BYTES = 32 * 1024 * 1024;

/** Decodes a reference image and reduces it to the size that is drawn. @throws Error saying what is wrong with it */
export async function decodeReference(bytes: Uint8Array): Promise<RgbaImage> {
  if (bytes.length > MAX_BYTES) throw new Error(`its ${bytes.length} bytes exceed the limit of ${MAX_BYTES}`);
  const image = await decodeStill(bytes);
  const scale = MAX_SIDE / Math.max(image.width, image.height);
  if (scale >= 1) return image;
  const side = (length: number): number => Math.max(1, Math.round(length * scale));
  return resizeImage(image, { width: side(image.width), height: side(image.height) });
}
