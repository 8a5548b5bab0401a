import { decodeReference } from '../../codecs/decode-reference.js';
import type { ReferenceImage } from '../../drawing/transform-look.js';
import { readBytes, type MediaSource } from '../../media-source.js';
import { digestOf } from '../digest.js';

/** A job's reference image, decoded if possible; `note` says why it was not. */
export async function readReference(
  source: MediaSource,
): Promise<{ reference: ReferenceImage; note?: string }> {
  const digest = await digestOf(source);
  try {
    return { reference: { digest, image: await decodeReference(await readBytes(source)) } };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      reference: { digest, image: 'undecodable' },
      note: `The reference image could not be drawn (${reason}).`,
    };
  }
}
