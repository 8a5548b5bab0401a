/** A colour as H.264 has it (BT.709, limited range). */
export interface Colour {
  y: number;
  cb: number;
  cr: number;
}

/** Side of a luma cell in pixels; a chroma cell is twice as large. */
export const CELL = 4;

/**
 * A picture of flat cells: brightness in cells of 4x4 pixels, colour in cells of 8x8.
 *
 * That is what an Intra 16x16 macroblock can say with its DC coefficients alone, so such a picture costs next to
 * nothing to encode and to carry.
 */
export class CellPicture {
  /** In whole macroblocks of 16x16 pixels. */
  readonly columns: number;
  readonly rows: number;
  readonly y: Uint8Array;
  readonly cb: Uint8Array;
  readonly cr: Uint8Array;
  /** One for each macroblock that changed since `dirty` was last cleared. */
  readonly dirty: Uint8Array;

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

  /** Width in luma cells, counting only those that show. */
  get across(): number {
    return Math.floor(this.width / CELL);
  }

  get down(): number {
    return Math.floor(this.height / CELL);
  }

  /** Brightness of one cell; cells outside the picture are ignored. */
  light(x: number, y: number, luma: number): void {
    const stride = 4 * this.columns;
    if (x < 0 || y < 0 || x >= stride || y >= 4 * this.rows) return;
    const at = y * stride + x;
    if (this.y[at] === luma) return;
    this.y[at] = luma;
    this.dirty[(y >> 2) * this.columns + (x >> 2)] = 1;
  }

  /** A rectangle in luma cells. Its colour is true where its edges are even. */
  fill(left: number, top: number, width: number, height: number, colour: Colour): void {
    for (let y = top; y < top + height; y++)
      for (let x = left; x < left + width; x++) this.light(x, y, colour.y);
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
}
