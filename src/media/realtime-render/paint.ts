import { createHash } from 'node:crypto';
import {
  colourOf,
  createPicture,
  drawCaption,
  drawLine,
  fillRect,
  hueOf,
  WHITE,
  type Picture,
} from './picture.js';
import { tint } from './tint.js';

/** What a session is told to render. */
export interface Direction {
  readonly prompt: string;
  /** A line about the reference image, from `imageLabel`. */
  readonly image: string | undefined;
}

const caption = (prompt: string): string => (prompt === '' ? '(no prompt)' : prompt);

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

const RUNNER = 16;

/** A card of the prompt's colour with the prompt on it. */
export function paintCard(width: number, height: number, { prompt, image }: Direction): Picture {
  const card = createPicture(width, height, colourOf(hueOf(prompt)));
  drawLine(card, 'DECART-MOCK TEST CARD', 16, 16, 2, WHITE);
  drawLine(card, image ?? 'NO IMAGE', 16, 40, 2, WHITE);
  drawCaption(card, caption(prompt), height - 3 * RUNNER, 4, 5);
  return card;
}

/** A copy of a card with the running block at its `step`, which shows that frames flow. */
export function withRunner(card: Picture, step: number): Picture {
  const picture = { ...card, y: card.y.slice(), u: card.u.slice(), v: card.v.slice() };
  const steps = Math.floor(card.width / RUNNER);
  const row = Math.floor(card.height / RUNNER - 1) * RUNNER;
  fillRect(picture, (step % steps) * RUNNER, row, RUNNER, RUNNER, WHITE);
  return picture;
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
