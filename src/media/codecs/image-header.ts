import type { PictureSize } from '../drawing/picture-size.js';
import { findBox } from './mp4/boxes.js';

/** How much of an image holds its header: a JPEG can carry a preview in front of its size. */
export const IMAGE_HEADER_BYTES = 256 * 1024;

/** The first Exif orientation that turns a picture by a quarter; 5 to 8 all do. */
const FIRST_QUARTER_TURN = 5;

/**
 * The size in an image's header, in pixels as shown: turned where Exif (JPEG) or an `irot` box (HEIC, AVIF) says so.
 * Undefined for an unknown format or an incomplete header. `image-size` is loaded on the first call.
 */
export async function readImageSize(
  file: Uint8Array,
  headerBytes = IMAGE_HEADER_BYTES,
): Promise<PictureSize | undefined> {
  const { imageSize } = await import('image-size');
  // A copy, because the library reads past the end of a view into the memory behind it.
  const header = new Uint8Array(file.subarray(0, headerBytes));
  try {
    const { width, height, orientation = 1 } = imageSize(header);
    if (!(width > 0 && height > 0)) return undefined;
    const turned = orientation >= FIRST_QUARTER_TURN || isTurnedHeif(header);
    return turned ? { width: height, height: width } : { width, height };
  } catch {
    return undefined; // the library throws for whatever it cannot read: an unknown format, a cut or damaged header
  }
}

/** `image-size` ignores the rotation property of HEIC and AVIF files, where phones store portrait pictures. */
function isTurnedHeif(header: Uint8Array): boolean {
  const meta = findBox(header, 'meta')?.subarray(4);
  const rotation = meta && findBox(meta, 'iprp/ipco/irot');
  return ((rotation?.[0] ?? 0) & 1) === 1;
}
