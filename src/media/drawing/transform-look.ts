import { createHash } from 'node:crypto';
import type { Chroma } from './colours.js';
import type { LookFamily } from './look-family.js';
import type { RgbaImage } from './rgb.js';
import { tintOf, type TintInput } from './tint.js';
import type { MotionPath } from './trajectory.js';

/** How a reference image enters a look. */
export interface ReferenceImage {
  /** SHA-256, hexadecimal. */
  readonly digest: string;
  /** Its pixels, or `undecodable`. Absent while it is being decoded. */
  readonly image?: RgbaImage | 'undecodable';
}

/** What `transform` does to each picture of a job or a session. */
export interface TransformLook {
  readonly family: LookFamily;
  readonly tint: Chroma | undefined;
  readonly caption: string;
  /** A line that differs for different reference images. */
  readonly label: string | undefined;
  /** The reference image to draw in. */
  readonly image: RgbaImage | undefined;
  /** Of a motion job. */
  readonly path: MotionPath | undefined;
}

export interface LookInput extends Omit<TintInput, 'reference'> {
  /** Default `edit`. */
  readonly family?: LookFamily | undefined;
  readonly reference?: ReferenceImage | undefined;
  readonly path?: MotionPath | undefined;
}

export const captionOf = (prompt: string): string => (prompt === '' ? '(no prompt)' : prompt);

/** As people compare digests: the first eight of the hexadecimal digits. */
export const shortDigest = (digest: string): string => digest.slice(0, 8);

export function labelOf({ digest, image }: ReferenceImage): string {
  const label = `reference ${shortDigest(digest)}`;
  return image === 'undecodable' ? `${label} undecodable` : label;
}

export const digestReference = (bytes: Uint8Array): ReferenceImage => ({
  digest: createHash('sha256').update(bytes).digest('hex'),
});

export function lookOf({ family = 'edit', reference, path, ...input }: LookInput): TransformLook {
  const image = reference?.image;
  return {
    family,
    tint: tintOf({ ...input, reference: reference?.digest }),
    caption: captionOf(input.prompt),
    label: reference && labelOf(reference),
    image: image === 'undecodable' ? undefined : image,
    path,
  };
}
