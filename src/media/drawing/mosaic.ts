import { createHash } from 'node:crypto';
import type { CellPicture } from './cell-picture.js';
import type { Colour } from './colours.js';
import { hueOf } from './tint.js';

export interface MosaicInput {
  readonly seed: number;
  readonly prompt: string;
  readonly model: string;
}

/** In luma cells. */
const TILE = 16;

/** Fills a picture with a mirrored mosaic that differs for each seed, prompt and model. */
export function drawMosaic(picture: CellPicture, { seed, prompt, model }: MosaicInput): void {
  const digest = createHash('sha256')
    .update(JSON.stringify([seed, prompt, model]))
    .digest();
  const colours = palette(digest, hueOf(prompt) ?? (digest.readUInt8(0) * 360) / 256);
  const columns = Math.ceil(picture.across / TILE);
  for (let row = 0; row * TILE < picture.down; row++) {
    for (let column = 0; column < columns; column++) {
      const mirrored = Math.min(column, columns - 1 - column);
      const value = digest.readUInt8(2 + ((row * 7 + mirrored * 5) % 30)) >> ((row + mirrored) % 4);
      const colour = colours[value & 3];
      if (colour) picture.fill(column * TILE, row * TILE, TILE, TILE, colour);
    }
  }
}

/** Four colours of different brightness, the first of the given hue. Steps of 16 in brightness encode without loss. */
function palette(digest: Buffer, hue: number): Colour[] {
  return [80, 112, 144, 176].map((y, index) => {
    const angle = ((hue / 360 + index * (0.1 + digest.readUInt8(1) / 1000)) % 1) * 2 * Math.PI;
    const chroma = (value: number): number => 128 + 4 * Math.round(value * 14);
    return { y, cb: chroma(Math.cos(angle)), cr: chroma(Math.sin(angle)) };
  });
}
