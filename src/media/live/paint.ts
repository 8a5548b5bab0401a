import { createHash } from 'node:crypto';
import { drawCaption, drawLine, hueOf, WHITE, type Picture } from './picture.js';
import { tint } from './tint.js';

/** What a session is told to render. */
export interface Direction {
  readonly prompt: string;
  /** A line about the reference image, from `imageLabel`. */
  readonly image: string | undefined;
}

/** What stands for a prompt in a picture. */
export const caption = (prompt: string): string => (prompt === '' ? '(no prompt)' : prompt);

/** A line that differs for different images. */
export function imageLabel(bytes: Uint8Array): string {
  return `IMAGE ${bytes.length} BYTES ${createHash('sha256').update(bytes).digest('hex').slice(0, 6)}`;
}

/** Colours a picture by the prompt and writes the prompt in, in place. */
export function paintOver(picture: Picture, { prompt, image }: Direction): void {
  tint(picture, hueOf(prompt));
  const scale = Math.max(Math.round(picture.width / 320), 1) * 2;
  if (image !== undefined) drawLine(picture, image, 2 * scale, 2 * scale, scale, WHITE);
  drawCaption(picture, caption(prompt), picture.height - 4 * scale, scale, 4);
}

/** The three planes in one buffer as a picture; writing to the picture writes to the buffer. */
export function pictureOver(data: Uint8Array, width: number, height: number): Picture {
  const size = width * height;
  const quarter = (width / 2) * (height / 2);
  return {
    width,
    height,
    y: data.subarray(0, size),
    u: data.subarray(size, size + quarter),
    v: data.subarray(size + quarter, size + 2 * quarter),
  };
}
