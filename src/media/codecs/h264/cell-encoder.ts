import type { CellPicture } from '../../drawing/cell-picture.js';
import { BitWriter } from './bit-writer.js';
import { NAL, nalUnit } from './nal.js';
import { residualBlock } from './cavlc.js';
import { FRAME_NUM_BITS } from './parameter-sets.js';

/** Raster positions of a 4x4 block in zigzag order. */
export const ZIGZAG = [0, 1, 4, 8, 5, 2, 3, 6, 9, 12, 13, 10, 7, 11, 14, 15] as const;

/** Intra 16x16 with DC prediction and no AC levels: mb_type in an I slice, without and with chroma DC levels. */
const FLAT = 3;
const FLAT_WITH_CHROMA = 7;

/** The 4x4 Hadamard transform, in place; it is its own inverse up to a factor of 16. */
export function hadamard4(block: Int32Array): void {
  for (let stride = 1; stride <= 4; stride += 3) {
    for (let line = 0; line < 4; line++) {
      const at = stride === 1 ? 4 * line : line;
      const a = block[at] ?? 0;
      const b = block[at + stride] ?? 0;
      const c = block[at + 2 * stride] ?? 0;
      const d = block[at + 3 * stride] ?? 0;
      block[at] = a + b + c + d;
      block[at + stride] = a + b - c - d;
      block[at + 2 * stride] = a - b - c + d;
      block[at + 3 * stride] = a - b + c - d;
    }
  }
}

const isSet = (level: number): boolean => level !== 0;

const mean = (above: number | undefined, beside: number | undefined): number =>
  above === undefined || beside === undefined ? (above ?? beside ?? 128) : (above + beside + 1) >> 1;

const clip = (value: number): number => (value < 0 ? 0 : value > 255 ? 255 : value);

/**
 * Encodes cell pictures as H.264 constrained baseline, in JavaScript.
 *
 * A changed macroblock is Intra 16x16 with DC levels only; an unchanged one is skipped. The encoder predicts from what a
 * decoder shows, so errors do not accumulate.
 */
export class CellEncoder {
  readonly #columns: number;
  readonly #y: Uint8Array;
  readonly #cb: Uint8Array;
  readonly #cr: Uint8Array;
  // Scratch space for one macroblock, levels in scan order.
  readonly #block = new Int32Array(16);
  readonly #lumaLevels = new Int32Array(16);
  readonly #cbLevels = new Int32Array(4);
  readonly #crLevels = new Int32Array(4);
  #frameNum = 0;
  #idr = 0;

  constructor(picture: CellPicture) {
    this.#columns = picture.columns;
    this.#y = new Uint8Array(picture.y.length);
    this.#cb = new Uint8Array(picture.cb.length);
    this.#cr = new Uint8Array(picture.cr.length);
  }

  /**
   * One access unit of one NAL unit, without start code or length; `picture.dirty` is cleared.
   *
   * @param key makes a key frame, which the first one must be.
   */
  encode(picture: CellPicture, key: boolean): Buffer {
    const out = new BitWriter();
    this.#sliceHeader(out, key);
    let skipped = 0;
    for (let index = 0; index < picture.dirty.length; index++) {
      if (!key && (picture.dirty[index] === 0 || this.#isShown(picture, index))) {
        skipped++;
        continue;
      }
      if (!key) out.ue(skipped);
      skipped = 0;
      this.#macroblock(out, picture, index, key ? 0 : 5);
    }
    if (skipped > 0) out.ue(skipped);
    picture.dirty.fill(0);
    return nalUnit(3, key ? NAL.idr : NAL.slice, out.finish());
  }

  #sliceHeader(out: BitWriter, key: boolean): void {
    if (key) this.#frameNum = 0;
    out.ue(0); // first macroblock
    out.ue(key ? 7 : 5); // all slices of the picture are I (7) or P (5)
    out.ue(0); // picture parameter set
    out.bits(this.#frameNum, FRAME_NUM_BITS);
    if (key) {
      out.ue(this.#idr);
      this.#idr ^= 1; // two in a row must differ
      out.bits(0b00, 2); // earlier pictures stay in the output; no long-term reference
    } else out.bits(0b000, 3); // default reference list, unmodified; sliding window
    out.se(0); // quantiser of the parameter set
    out.ue(1); // no deblocking: cells stay sharp
    this.#frameNum = (this.#frameNum + 1) % (1 << FRAME_NUM_BITS);
  }

  #macroblock(out: BitWriter, picture: CellPicture, index: number, typeOffset: number): void {
    const column = index % this.#columns;
    const row = (index - column) / this.#columns;
    this.#codeLuma(picture.y, column, row);
    this.#codeChroma(picture.cb, this.#cb, column, row, this.#cbLevels);
    this.#codeChroma(picture.cr, this.#cr, column, row, this.#crLevels);
    const coloured = this.#cbLevels.some(isSet) || this.#crLevels.some(isSet);
    out.ue((coloured ? FLAT_WITH_CHROMA : FLAT) + typeOffset);
    out.ue(0); // chroma prediction: DC
    out.se(0); // quantiser unchanged
    residualBlock(out, this.#lumaLevels);
    if (coloured) {
      residualBlock(out, this.#cbLevels);
      residualBlock(out, this.#crLevels);
    }
  }

  /** Whether a decoder already shows this macroblock. */
  #isShown(picture: CellPicture, index: number): boolean {
    const column = index % this.#columns;
    const row = (index - column) / this.#columns;
    for (let y = 4 * row; y < 4 * row + 4; y++) {
      const at = 4 * (y * this.#columns + column);
      for (let x = at; x < at + 4; x++) if (picture.y[x] !== this.#y[x]) return false;
    }
    for (let y = 2 * row; y < 2 * row + 2; y++) {
      const at = 2 * (y * this.#columns + column);
      for (let x = at; x < at + 2; x++) {
        if (picture.cb[x] !== this.#cb[x] || picture.cr[x] !== this.#cr[x]) return false;
      }
    }
    return true;
  }

  /** Computes the DC levels of a macroblock's brightness, and what a decoder will show for them. */
  #codeLuma(target: Uint8Array, column: number, row: number): void {
    const stride = 4 * this.#columns;
    const shown = this.#y;
    const block = this.#block;
    const origin = 4 * row * stride + 4 * column;
    let sum = 0;
    let edges = 0;
    if (row > 0) {
      for (let x = 0; x < 4; x++) sum += shown[origin - stride + x] ?? 0;
      edges += 4;
    }
    if (column > 0) {
      for (let y = 0; y < 4; y++) sum += shown[origin - 1 + y * stride] ?? 0;
      edges += 4;
    }
    // Each edge cell stands for four equal samples, and the mean of the samples is rounded half up.
    const predicted = edges === 0 ? 128 : Math.floor((sum + edges / 2) / edges);

    for (let cell = 0; cell < 16; cell++) {
      block[cell] = (target[origin + (cell >> 2) * stride + (cell & 3)] ?? 0) - predicted;
    }
    hadamard4(block);
    for (let cell = 0; cell < 16; cell++) block[cell] = Math.round((block[cell] ?? 0) / 16);
    for (let cell = 0; cell < 16; cell++) this.#lumaLevels[cell] = block[ZIGZAG[cell] ?? 0] ?? 0;
    hadamard4(block);
    for (let cell = 0; cell < 16; cell++) {
      shown[origin + (cell >> 2) * stride + (cell & 3)] = clip(predicted + (block[cell] ?? 0));
    }
  }

  #codeChroma(target: Uint8Array, shown: Uint8Array, column: number, row: number, levels: Int32Array): void {
    const stride = 2 * this.#columns;
    const origin = 2 * row * stride + 2 * column;
    const below = origin + stride;
    const above0 = row > 0 ? shown[origin - stride] : undefined;
    const above1 = row > 0 ? shown[origin - stride + 1] : undefined;
    const beside0 = column > 0 ? shown[origin - 1] : undefined;
    const beside1 = column > 0 ? shown[below - 1] : undefined;
    // Clause 8.3.4: the corners on the diagonal take both edges, the other two prefer the edge they touch.
    const p0 = mean(above0, beside0);
    const p1 = above1 ?? beside0 ?? 128;
    const p2 = beside1 ?? above0 ?? 128;
    const p3 = mean(above1, beside1);
    const a = (target[origin] ?? 0) - p0;
    const b = (target[origin + 1] ?? 0) - p1;
    const c = (target[below] ?? 0) - p2;
    const d = (target[below + 1] ?? 0) - p3;
    const e = (levels[0] = Math.round((a + b + c + d) / 4));
    const f = (levels[1] = Math.round((a - b + c - d) / 4));
    const g = (levels[2] = Math.round((a + b - c - d) / 4));
    const h = (levels[3] = Math.round((a - b - c + d) / 4));
    shown[origin] = clip(p0 + e + f + g + h);
    shown[origin + 1] = clip(p1 + e - f + g - h);
    shown[below] = clip(p2 + e + f - g - h);
    shown[below + 1] = clip(p3 + e - f - g + h);
  }
}
