import { isOrientation, isTransposed, type Orientation } from '../drawing/orient-image.js';
import type { PictureSize } from '../drawing/picture-size.js';
import { findBox } from './mp4/boxes.js';

/** How much of an image holds its header: a JPEG can carry a preview in front of its size. */
export const IMAGE_HEADER_BYTES = 256 * 1024;

/** What an image's header says. */
export interface ImageHeader {
  /** In pixels as shown: turned where Exif (JPEG) or an `irot` box (HEIC, AVIF) says so. */
  readonly size: PictureSize;
  /** How a JPEG is stored; 1 for other types. */
  readonly orientation: Orientation;
}

/**
 * `headerBytes` are read of the file, by default 256 kB. `image-size` is loaded on the first call.
 * Undefined for an unknown format or an incomplete header.
 */
export async function readImageHeader(
  file: Uint8Array,
  headerBytes = IMAGE_HEADER_BYTES,
): Promise<ImageHeader | undefined> {
  const { imageSize } = await import('image-size');
  // A copy, because the library reads past the end of a view into the memory behind it.
  const header = new Uint8Array(file.subarray(0, headerBytes));
  try {
    const { width, height, orientation: stated = 1 } = imageSize(header);
    if (!(width > 0 && height > 0)) return undefined;
    const orientation = isOrientation(stated) ? stated : 1;
    const turned = isTransposed(orientation) || isTurnedHeif(header);
    return { size: turned ? { width: height, height: width } : { width, height }, orientation };
  } catch {
    return undefined; // the library throws for whatever it cannot read: an unknown format, a cut or damaged header
  }
}

/** The size in an image's header, in pixels as shown. Undefined for an unknown format or an incomplete header. */
export const readImageSize = async (
  file: Uint8Array,
  headerBytes = IMAGE_HEADER_BYTES,
): Promise<PictureSize | undefined> => (await readImageHeader(file, headerBytes))?.size;

/** `image-size` ignores the rotation property of HEIC and AVIF files, where phones store portrait pictures. */
function isTurnedHeif(header: Uint8Array): boolean {
  const meta = findBox(header, 'meta')?.subarray(4);
  const rotation = meta && findBox(meta, 'iprp/ipco/irot');
  return ((rotation?.[0] ?? 0) & 1) === 1;
}
