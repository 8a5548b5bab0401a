import { decodeStill } from '../codecs/decode-still.js';
import type { PictureSize } from '../drawing/picture-size.js';
import { cardPortrait, fitPortrait, type Portrait } from '../drawing/portrait.js';
import { digestReference, labelOf } from '../drawing/transform-look.js';

/** The client's picture at the size of the output. One that cannot be decoded is acked like any image, so a card says why. */
export async function readPortrait(bytes: Uint8Array, size: PictureSize): Promise<Portrait> {
  try {
    return fitPortrait(await decodeStill(bytes), size);
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unknown error';
    return cardPortrait(`${labelOf(digestReference(bytes))} cannot be decoded: ${why}`, size);
  }
}
