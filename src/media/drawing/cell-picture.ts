import type { Canvas } from './canvas.js';
import type { Colour } from './colours.js';
import { Picture } from './picture.js';

/** Side of a luma cell in pixels; a chroma cell is twice as large. */
export const CELL = 4;

/**
 * A picture of flat cells: brightness in cells of 4x4 pixels, colour in cells of 8x8.
 *
 * An Intra 16x16 macroblock expresses exactly that with its DC coefficients alone, so such a picture costs next to
 * nothing to encode and to send.
 */
export class CellPicture implements Canvas {
  /** In whole macroblocks of 16x16 pixels. */
  readonly columns: number;
  readonly rows: number;
  readonly y: Uint8Array;
  readonly cb: Uint8Array;
  readonly cr: Uint8Array;
  /** One for each macroblock that changed since `dirty` was last cleared. */
  readonly dirty: Uint8Array;

  /** `width` and `height` in pixels. */
  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.columns = Math.ceil(width / 16);
    this.rows = Math.ceil(height / 16);
    const macroblocks = this.columns * this.rows;
    this.y = new Uint8Array(16 * macroblocks);
    this.cb = new Uint8Array(4 * macroblocks).fill(128);
    this.cr = new Uint8Array(4 * macroblocks).fill(128);
    this.dirty = new Uint8Array(macroblocks);
  }

  get across(): number {
    return Math.floor(this.width / CELL);
  }

  get down(): number {
    return Math.floor(this.height / CELL);
  }

  fillLuma(left: number, top: number, width: number, height: number, luma: number): void {
    const stride = 4 * this.columns;
    const right = Math.min(stride, left + width);
    const bottom = Math.min(4 * this.rows, top + height);
    for (let y = Math.max(0, top); y < bottom; y++) {
      for (let x = Math.max(0, left); x < right; x++) {
        const at = y * stride + x;
        if (this.y[at] === luma) continue;
        this.y[at] = luma;
        this.dirty[(y >> 2) * this.columns + (x >> 2)] = 1;
      }
    }
  }

  fill(left: number, top: number, width: number, height: number, colour: Colour): void {
    this.fillLuma(left, top, width, height, colour.y);
    const stride = 2 * this.columns;
    for (let y = Math.max(0, top >> 1); y < Math.min(2 * this.rows, (top + height) >> 1); y++) {
      for (let x = Math.max(0, left >> 1); x < Math.min(stride, (left + width) >> 1); x++) {
        const at = y * stride + x;
        if (this.cb[at] === colour.cb && this.cr[at] === colour.cr) continue;
        this.cb[at] = colour.cb;
        this.cr[at] = colour.cr;
        this.dirty[(y >> 1) * this.columns + (x >> 1)] = 1;
      }
    }
  }

  /** The whole picture, including the parts of macroblocks that are not shown. */
  fillAll(colour: Colour): void {
    this.fill(0, 0, 4 * this.columns, 4 * this.rows, colour);
  }

  /** Takes over the cells of a picture of the same size; only macroblocks that differ become dirty. */
  become({ y, cb, cr }: CellPicture): void {
    const { columns, dirty } = this;
    for (let at = 0; at < y.length; at++) {
      if (this.y[at] === y[at]) continue;
      const row = Math.floor(at / (4 * columns));
      dirty[(row >> 2) * columns + ((at - 4 * columns * row) >> 2)] = 1;
    }
    for (let at = 0; at < cb.length; at++) {
      if (this.cb[at] === cb[at] && this.cr[at] === cr[at]) continue;
      const row = Math.floor(at / (2 * columns));
      dirty[(row >> 1) * columns + ((at - 2 * columns * row) >> 1)] = 1;
    }
    this.y.set(y);
    this.cb.set(cb);
    this.cr.set(cr);
  }

  /** The same picture as pixels. */
  pixels(): Picture {
    const picture = new Picture(this.width, this.height);
    enlarge(this.y, 4 * this.columns, picture.y, this.width);
    enlarge(this.cb, 2 * this.columns, picture.cb, picture.chromaWidth);
    enlarge(this.cr, 2 * this.columns, picture.cr, picture.chromaWidth);
    return picture;
  }
}

/** A picture in cells: each takes the mean of its pixels. Sides are multiples of eight. */
export function cellsOf(picture: Picture): CellPicture {
  const cells = new CellPicture(picture.width, picture.height);
  average(picture.y, picture.width, cells.y, 4 * cells.columns);
  average(picture.cb, picture.chromaWidth, cells.cb, 2 * cells.columns);
  average(picture.cr, picture.chromaWidth, cells.cr, 2 * cells.columns);
  return cells;
}

function average(plane: Uint8Array, width: number, cells: Uint8Array, stride: number): void {
  const height = plane.length / width;
  for (let row = 0; row + CELL <= height; row += CELL) {
    for (let column = 0; column + CELL <= width; column += CELL) {
      let sum = 0;
      for (let y = row; y < row + CELL; y++)
        for (let x = column; x < column + CELL; x++) sum += plane[y * width + x] ?? 0;
      cells[(row / CELL) * stride + column / CELL] = Math.round(sum / (CELL * CELL));
    }
  }
}

/** Repeats each cell of a plane over 4x4 samples. */
function enlarge(cells: Uint8Array, stride: number, plane: Uint8Array, width: number): void {
  for (let at = 0; at < plane.length; at++) {
    const row = Math.floor(at / width);
    plane[at] = cells[(row >> 2) * stride + ((at - row * width) >> 2)] ?? 0;
  }
}
