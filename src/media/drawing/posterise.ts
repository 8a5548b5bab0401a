import { BLACK, type Chroma } from './colours.js';
import type { Picture } from './picture.js';

/** Brightness of each level, dark to light. */
const LEVELS = [44, 92, 140, 188, 224] as const;
/** Degrees by which the hue turns from one level to the next, so that each is a colour of its own. */
const TURN = 24;
/** Difference of brightness across three blocks from which on an edge is drawn. */
const EDGE = 22;

/**
 * Reduces a picture to five flat colours around the tint and draws its edges in black, in place. It works on blocks of
 * 2x2 pixels, which keeps it as cheap as one pass over the chroma planes. Without a tint the picture's own colours stay.
 */
export function posterise(picture: Picture, tint: Chroma | undefined): void {
  const { width, height, chromaWidth, y, cb, cr } = picture;
  const [across, down] = [width >> 1, height >> 1];
  const light = blockLight(picture, across, down);
  const levels = levelTable();
  const palette = LEVELS.map((_, level) => tint && turned(tint, (level - 2) * TURN));
  for (let row = 0; row < down; row++) {
    const [above, below] = [Math.max(0, row - 1) * across, Math.min(down - 1, row + 1) * across];
    for (let column = 0; column < across; column++) {
      const at = row * across + column;
      const before = light[column === 0 ? at : at - 1] ?? 0;
      const after = light[column === across - 1 ? at : at + 1] ?? 0;
      const step =
        Math.abs(after - before) + Math.abs((light[below + column] ?? 0) - (light[above + column] ?? 0));
      const level = levels[light[at] ?? 0] ?? 0;
      const luma = step > EDGE ? BLACK.y : (LEVELS[level] ?? 0);
      const pixel = 2 * row * width + 2 * column;
      y[pixel] = y[pixel + 1] = y[pixel + width] = y[pixel + width + 1] = luma;
      const colour = palette[level];
      if (!colour) continue;
      cb[row * chromaWidth + column] = colour.cb;
      cr[row * chromaWidth + column] = colour.cr;
    }
  }
}

/** The mean brightness of each block of 2x2 pixels. */
function blockLight({ width, y }: Picture, across: number, down: number): Uint8Array {
  const light = new Uint8Array(across * down);
  for (let row = 0; row < down; row++) {
    for (let column = 0; column < across; column++) {
      const at = 2 * row * width + 2 * column;
      const sum = (y[at] ?? 0) + (y[at + 1] ?? 0) + (y[at + width] ?? 0) + (y[at + width + 1] ?? 0);
      light[row * across + column] = sum >> 2;
    }
  }
  return light;
}

/** The level nearest to each brightness. */
function levelTable(): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, light) => {
    const distances = LEVELS.map((level) => Math.abs(level - light));
    return distances.indexOf(Math.min(...distances));
  });
}

/** A chroma with its hue turned by some degrees. */
function turned({ cb, cr }: Chroma, degrees: number): Chroma {
  const angle = (degrees * Math.PI) / 180;
  const [blue, red] = [cb - 128, cr - 128];
  return {
    cb: Math.round(128 + blue * Math.cos(angle) - red * Math.sin(angle)),
    cr: Math.round(128 + blue * Math.sin(angle) + red * Math.cos(angle)),
  };
}
