import { BLACK, type Chroma } from './colours.js';
import type { PictureSize } from './picture-size.js';
import type { Picture } from './picture.js';

/** Brightness of each level, dark to light. */
const LEVELS = [44, 92, 140, 188, 224] as const;
/** Degrees by which the hue turns from one level to the next, so that each is a colour of its own. */
const TURN = 24;
/** Difference of brightness between the neighbours of a block from which on an edge is drawn. */
const EDGE = 22;

/** Side of the blocks that it works on, in pixels: a multiple of 2, for the chroma planes. */
const SIDE = 4;
/** Marks a block on an edge; the numbers below it are levels. */
const OUTLINE = LEVELS.length;

/**
 * Reduces a picture to five flat colours around the tint and draws its edges in black, in place. It works on blocks of
 * 4x4 pixels and writes them in runs, so that it keeps up with a camera. Without a tint the picture's own colours stay.
 */
export function posterise(picture: Picture, tint: Chroma | undefined): void {
  const { width, height, chromaWidth, y, cb, cr } = picture;
  const [across, down] = [Math.ceil(width / SIDE), Math.ceil(height / SIDE)];
  const marks = outlined(blockLight(picture, across, down), across, down);
  const lumas = Uint8Array.of(...LEVELS, BLACK.y);
  fillBlocks(y, { width, height }, marks, across, SIDE, lumas);
  if (!tint) return;
  const chroma = { width: chromaWidth, height: cb.length / chromaWidth };
  const palette = LEVELS.map((_, level) => turned(tint, (level - 2) * TURN));
  const blues = Uint8Array.of(...palette.map((colour) => colour.cb), BLACK.cb);
  const reds = Uint8Array.of(...palette.map((colour) => colour.cr), BLACK.cr);
  fillBlocks(cb, chroma, marks, across, SIDE / 2, blues);
  fillBlocks(cr, chroma, marks, across, SIDE / 2, reds);
}

/** The brightness of each block: the mean of four of its pixels. */
function blockLight({ width, height, y }: Picture, across: number, down: number): Uint8Array {
  const light = new Uint8Array(across * down);
  for (let row = 0; row < down; row++) {
    const first = Math.min(height - 1, row * SIDE + 1) * width;
    const second = Math.min(height - 1, row * SIDE + 2) * width;
    for (let column = 0; column < across; column++) {
      const [left, right] = [Math.min(width - 1, column * SIDE + 1), Math.min(width - 1, column * SIDE + 2)];
      const sum =
        (y[first + left] ?? 0) + (y[first + right] ?? 0) + (y[second + left] ?? 0) + (y[second + right] ?? 0);
      light[row * across + column] = sum >> 2;
    }
  }
  return light;
}

/** The level of each block, or `OUTLINE` where the brightness changes from one neighbour to the other. */
function outlined(light: Uint8Array, across: number, down: number): Uint8Array {
  const marks = new Uint8Array(light.length);
  const levels = levelTable();
  for (let row = 0; row < down; row++) {
    const [above, below] = [Math.max(0, row - 1) * across, Math.min(down - 1, row + 1) * across];
    for (let column = 0; column < across; column++) {
      const at = row * across + column;
      const before = light[column === 0 ? at : at - 1] ?? 0;
      const after = light[column === across - 1 ? at : at + 1] ?? 0;
      const vertical = (light[below + column] ?? 0) - (light[above + column] ?? 0);
      const step = Math.abs(after - before) + Math.abs(vertical);
      marks[at] = step > EDGE ? OUTLINE : (levels[light[at] ?? 0] ?? 0);
    }
  }
  return marks;
}

/** Fills a plane block by block with the value of each mark: one row in runs, the others of the block as copies. */
function fillBlocks(
  plane: Uint8Array,
  { width, height }: PictureSize,
  marks: Uint8Array,
  across: number,
  side: number,
  values: Uint8Array,
): void {
  for (let top = 0; top < height; top += side) {
    const row = (top / side) * across;
    const start = top * width;
    for (let from = 0, to = 0; from < across; from = to) {
      const mark = marks[row + from] ?? 0;
      while (to < across && marks[row + to] === mark) to++;
      plane.fill(values[mark] ?? 0, start + from * side, start + Math.min(width, to * side));
    }
    const last = Math.min(height, top + side);
    for (let line = top + 1; line < last; line++) plane.copyWithin(line * width, start, start + width);
  }
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
