import type { CellPicture } from '../../drawing/cell-picture.js';
import { hadamard4, ZIGZAG } from '../h264/cell-encoder.js';
import { BoolWriter } from './bool-writer.js';
import { joinFrame, writeFrameHeader } from './frame-header.js';
import { CHROMA, EMPTY_LUMA, LUMA_DC, STILL } from './probabilities.js';
import { writeLevels } from './tokens.js';

/** An index with small steps; what follows are its steps (RFC 6386 section 14.1). */
const QUANTISER = 12;
const LUMA_DC_STEP = 30;
const LUMA_AC_STEP = 24;
const CHROMA_STEP = 15;

const clip = (value: number): number => (value < 0 ? 0 : value > 255 ? 255 : value);

/** One plane of what a decoder shows, in cells, and which blocks of the current frame have levels. */
class ShownPlane {
  readonly shown: Uint8Array;
  readonly #above: Uint8Array;
  readonly #beside: Uint8Array;

  /** `side`: cells of a macroblock; `blocks`: blocks of levels across it. */
  constructor(
    readonly columns: number,
    rows: number,
    readonly side: number,
    readonly blocks: number,
  ) {
    this.shown = new Uint8Array(side * side * columns * rows);
    this.#above = new Uint8Array(blocks * columns);
    this.#beside = new Uint8Array(blocks);
  }

  get stride(): number {
    return this.side * this.columns;
  }

  origin(column: number, row: number): number {
    return this.side * (row * this.stride + column);
  }

  /** What DC prediction yields: the rounded mean of the edges. */
  predict(column: number, row: number): number {
    const origin = this.origin(column, row);
    let sum = 0;
    let edges = 0;
    for (let at = 0; row > 0 && at < this.side; at++, edges++)
      sum += this.shown[origin - this.stride + at] ?? 0;
    for (let at = 0; column > 0 && at < this.side; at++, edges++)
      sum += this.shown[origin - 1 + at * this.stride] ?? 0;
    return edges === 0 ? 128 : Math.floor((sum + edges / 2) / edges);
  }

  /** How many of the blocks above and beside have levels; `x` and `y` within the macroblock. */
  neighbours(column: number, x: number, y: number): number {
    return (this.#above[this.blocks * column + x] ?? 0) + (this.#beside[y] ?? 0);
  }

  note(column: number, x: number, y: number, hasLevels: boolean): void {
    this.#above[this.blocks * column + x] = this.#beside[y] = hasLevels ? 1 : 0;
  }

  /** The macroblock has no levels. */
  clear(column: number): void {
    for (let at = 0; at < this.blocks; at++) this.#above[this.blocks * column + at] = this.#beside[at] = 0;
  }

  startFrame(): void {
    this.#above.fill(0);
  }

  startRow(): void {
    this.#beside.fill(0);
  }
}

/**
 * Encodes cell pictures as VP8, in JavaScript. As in H.264, a changed macroblock has DC levels only and an unchanged one
 * is skipped, and prediction is from what a decoder shows.
 */
export class Vp8CellEncoder {
  readonly #luma: ShownPlane;
  readonly #chroma: readonly [ShownPlane, ShownPlane];
  /** Macroblocks of the current frame that repeat the last one. */
  readonly #still: Uint8Array;
  readonly #block = new Int32Array(16);
  readonly #levels = new Int32Array(16);
  readonly #level = new Int32Array(1);

  constructor(picture: CellPicture) {
    const { columns, rows } = picture;
    this.#luma = new ShownPlane(columns, rows, 4, 1);
    this.#chroma = [new ShownPlane(columns, rows, 2, 2), new ShownPlane(columns, rows, 2, 2)];
    this.#still = new Uint8Array(columns * rows);
  }

  /** One frame; `picture.dirty` is cleared. @param key makes a key frame, which the first one must be. */
  encode(picture: CellPicture, key: boolean): Buffer {
    const { columns, rows, dirty } = picture;
    const planes = [this.#luma, ...this.#chroma];
    this.#still.forEach((_, index) => (this.#still[index] = key || dirty[index] === 1 ? 0 : 1));
    const changed = this.#still.reduce((sum, still) => sum - still, this.#still.length);
    const coded = Math.max(1, Math.min(255, Math.round((256 * changed) / this.#still.length)));
    const modes = writeFrameHeader({ key, quantiser: QUANTISER, coded });
    const levels = new BoolWriter();
    for (const plane of planes) plane.startFrame();
    for (let row = 0; row < rows; row++) {
      for (const plane of planes) plane.startRow();
      for (let column = 0; column < columns; column++) {
        const still = this.#still[row * columns + column] === 1;
        modes.bool(still, coded); // no levels
        if (!key) modes.bool(still, coded); // inter
        if (still) this.#repeat(modes, column, row);
        else this.#macroblock(modes, levels, picture, column, row, key);
      }
    }
    dirty.fill(0);
    return joinFrame(key, picture, modes.finish(), levels.finish());
  }

  #repeat(modes: BoolWriter, column: number, row: number): void {
    const at = row * this.#luma.columns + column;
    const beside = column > 0;
    const still = (index: number): number => this.#still[index] ?? 0;
    const above = at - this.#luma.columns;
    const weight = 2 * still(above) + (beside ? 2 * still(at - 1) + still(above - 1) : 0);
    modes.bool(false, 255); // of the last frame
    modes.bool(false, STILL[weight as 0] ?? 7); // not moved
    this.#luma.clear(column);
    this.#chroma[0].clear(column);
    this.#chroma[1].clear(column);
  }

  #macroblock(
    modes: BoolWriter,
    levels: BoolWriter,
    picture: CellPicture,
    column: number,
    row: number,
    key: boolean,
  ): void {
    // DC prediction of luma and chroma; key frames have another tree.
    if (key) [145, 156, 163].forEach((probability, index) => modes.bool(index === 0, probability));
    else modes.bool(false, 112);
    modes.bool(false, key ? 142 : 162);
    this.#codeLuma(levels, picture.y, column, row);
    for (let block = 0; block < 16; block++) levels.bool(false, EMPTY_LUMA);
    this.#codeChroma(levels, picture.cb, this.#chroma[0], column, row);
    this.#codeChroma(levels, picture.cr, this.#chroma[1], column, row);
  }

  #codeLuma(out: BoolWriter, target: Uint8Array, column: number, row: number): void {
    const plane = this.#luma;
    const { shown, stride } = plane;
    const block = this.#block;
    const origin = plane.origin(column, row);
    const predicted = plane.predict(column, row);
    const step = (index: number): number => (index === 0 ? LUMA_DC_STEP : LUMA_AC_STEP);
    const at = (cell: number): number => origin + (cell >> 2) * stride + (cell & 3);
    for (let cell = 0; cell < 16; cell++) block[cell] = (target[at(cell)] ?? 0) - predicted;
    hadamard4(block);
    for (let cell = 0; cell < 16; cell++) block[cell] = Math.round((4 * (block[cell] ?? 0)) / step(cell));
    for (let cell = 0; cell < 16; cell++) this.#levels[cell] = block[ZIGZAG[cell] ?? 0] ?? 0;
    plane.note(column, 0, 0, writeLevels(out, this.#levels, LUMA_DC, plane.neighbours(column, 0, 0)));
    for (let cell = 0; cell < 16; cell++) block[cell] = (block[cell] ?? 0) * step(cell);
    hadamard4(block);
    for (let cell = 0; cell < 16; cell++)
      shown[at(cell)] = clip(predicted + (((((block[cell] ?? 0) + 3) >> 3) + 4) >> 3));
  }

  #codeChroma(out: BoolWriter, target: Uint8Array, plane: ShownPlane, column: number, row: number): void {
    const origin = plane.origin(column, row);
    const predicted = plane.predict(column, row);
    for (let block = 0; block < 4; block++) {
      const [x, y] = [block & 1, block >> 1];
      const at = origin + y * plane.stride + x;
      const level = Math.round((8 * ((target[at] ?? 0) - predicted)) / CHROMA_STEP);
      this.#level[0] = level;
      plane.note(column, x, y, writeLevels(out, this.#level, CHROMA, plane.neighbours(column, x, y)));
      plane.shown[at] = clip(predicted + ((level * CHROMA_STEP + 4) >> 3));
    }
  }
}
