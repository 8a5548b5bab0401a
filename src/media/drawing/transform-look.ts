import { createHash } from 'node:crypto';
import { drawCaption } from './caption.js';
import type { Chroma } from './colours.js';
import type { Picture } from './picture.js';
import { applyTint, tintOf, type TintInput } from './tint.js';

/** How a reference image enters a look. */
export interface ReferenceDigest {
  readonly bytes: number;
  /** SHA-256, hexadecimal. */
  readonly digest: string;
}

/** What `transform` does to each picture of a job or a session. */
export interface TransformLook {
  readonly tint: Chroma | undefined;
  readonly caption: string;
  /** A line that differs for different reference images. */
  readonly label: string | undefined;
}

export interface LookInput extends Omit<TintInput, 'reference'> {
  readonly reference?: ReferenceDigest | undefined;
}

export const captionOf = (prompt: string): string => (prompt === '' ? '(no prompt)' : prompt);

export const labelOf = ({ bytes, digest }: ReferenceDigest): string =>
  `IMAGE ${bytes} BYTES ${digest.slice(0, 6)}`;

export const digestReference = (bytes: Uint8Array): ReferenceDigest => ({
  bytes: bytes.length,
  digest: createHash('sha256').update(bytes).digest('hex'),
});

export function lookOf({ reference, ...input }: LookInput): TransformLook {
  return {
    tint: tintOf({ ...input, reference: reference?.digest }),
    caption: captionOf(input.prompt),
    label: reference && labelOf(reference),
  };
}

/** Tints a picture and writes the prompt and the reference's label into it, in place. */
export function transformPicture(picture: Picture, { tint, caption, label }: TransformLook): void {
  applyTint(picture, tint);
  const scale = Math.max(Math.round(picture.width / 320), 1) * 2;
  if (label !== undefined) drawCaption(picture, label, { bottom: 12 * scale, scale, maxLines: 1 });
  drawCaption(picture, caption, { bottom: picture.height - 4 * scale, scale, maxLines: 4 });
}
