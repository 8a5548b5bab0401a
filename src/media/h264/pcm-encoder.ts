import type { Picture } from '../realtime-render/picture.js';
import { BitWriter } from './bit-writer.js';
import { NAL, nalUnit } from './nal.js';

const MB = 16;
const FRAME_NUM_BITS = 8;
/** `total_coeff` that an I_PCM macroblock counts for when its neighbours pick a code table (9.2.1). */
const PCM_COEFFICIENTS = 16;
const INTRA_MB_TYPE_OFFSET_IN_P = 5;
const I_PCM = 25;

type Macroblock = 'pcm' | 'horizontal' | 'vertical';

/**
 * A lossless H.264 encoder small enough to read: constrained baseline, CAVLC, no transform at all. A macroblock is
 * copied from its left or upper neighbour when it is flat and of the neighbour's colour, and sent as raw samples
 * (I_PCM) otherwise; in a delta frame what did not change is skipped. Good for drawn pictures, useless for cameras.
 *
 * Source: ITU-T H.264 sections 7.3 (syntax), 8.3.3 and 8.3.4 (intra prediction), 9.2.1 (coeff_token).
 */
export class PcmEncoder {
  readonly #columns: number;
  readonly #rows: number;
  #previous: Picture | undefined;
  #frameNum = 0;
  #idrPicId = 0;

  /** `width` and `height` in pixels, even numbers. */
  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.#columns = Math.ceil(width / MB);
    this.#rows = Math.ceil(height / MB);
  }

  /** NAL units of a frame that needs no earlier one: SPS, PPS, IDR slice. */
  key(picture: Picture): Buffer[] {
    this.#frameNum = 0;
    this.#idrPicId ^= 1;
    const writer = new BitWriter();
    writer.ue(0).ue(7).ue(0).bits(0, FRAME_NUM_BITS).ue(this.#idrPicId);
    writer.bits(0, 2).se(0).ue(1);
    const kinds: Macroblock[] = [];
    for (let index = 0; index < this.#columns * this.#rows; index++) {
      const kind = this.#intraKind(picture, index);
      kinds.push(kind);
      if (kind === 'pcm') this.#writePcm(writer, picture, index, 0);
      else this.#writeCopy(writer, kind, kinds, index);
    }
    this.#previous = picture;
    return [this.#sps(), pps(), nalUnit(3, NAL.idr, writer.finish())];
  }

  /** NAL units of a frame given as its difference from the one before. @throws Error before the first key frame. */
  delta(picture: Picture): Buffer[] {
    const previous = this.#previous;
    if (!previous) throw new Error('Cannot encode a delta frame: no key frame was encoded before it.');
    this.#frameNum = (this.#frameNum + 1) % 2 ** FRAME_NUM_BITS;
    const writer = new BitWriter();
    writer.ue(0).ue(5).ue(0).bits(this.#frameNum, FRAME_NUM_BITS);
    writer.bits(0, 3).se(0).ue(1);
    let skipped = 0;
    for (let index = 0; index < this.#columns * this.#rows; index++) {
      if (this.#samples(picture, index).equals(this.#samples(previous, index))) {
        skipped++;
        continue;
      }
      writer.ue(skipped);
      skipped = 0;
      this.#writePcm(writer, picture, index, INTRA_MB_TYPE_OFFSET_IN_P);
    }
    if (skipped > 0) writer.ue(skipped);
    this.#previous = picture;
    return [nalUnit(2, NAL.slice, writer.finish())];
  }

  #writePcm(writer: BitWriter, picture: Picture, index: number, typeOffset: number): void {
    writer
      .ue(typeOffset + I_PCM)
      .align()
      .bytes(this.#samples(picture, index));
  }

  /** Intra 16x16 with no coefficients: mb_type, chroma mode, qp delta and an empty DC block. */
  #writeCopy(writer: BitWriter, kind: Macroblock, kinds: readonly Macroblock[], index: number): void {
    const horizontal = kind === 'horizontal';
    writer
      .ue(horizontal ? 2 : 1)
      .ue(horizontal ? 1 : 2)
      .se(0);
    const count = (neighbour: Macroblock | undefined): number | undefined =>
      neighbour === undefined ? undefined : neighbour === 'pcm' ? PCM_COEFFICIENTS : 0;
    const left = index % this.#columns > 0 ? count(kinds[index - 1]) : undefined;
    const above = index >= this.#columns ? count(kinds[index - this.#columns]) : undefined;
    const context =
      left !== undefined && above !== undefined ? (left + above + 1) >> 1 : (left ?? above ?? 0);
    if (context >= 8) writer.bits(0b000011, 6);
    else writer.bits(1, 1);
  }

  #intraKind(picture: Picture, index: number): Macroblock {
    const samples = this.#samples(picture, index);
    const colour = flatColour(samples);
    if (!colour) return 'pcm';
    const column = index % this.#columns;
    if (column > 0 && edgeIs(this.#samples(picture, index - 1), 'right', colour)) return 'horizontal';
    if (index >= this.#columns && edgeIs(this.#samples(picture, index - this.#columns), 'bottom', colour)) {
      return 'vertical';
    }
    return 'pcm';
  }

  /** The 256 + 64 + 64 samples of a macroblock; beyond the picture's edge the last row or column repeats. */
  #samples(picture: Picture, index: number): Buffer {
    const out = Buffer.allocUnsafe(384);
    const left = (index % this.#columns) * MB;
    const top = Math.floor(index / this.#columns) * MB;
    copyBlock(picture.y, picture.width, picture.height, left, top, MB, out, 0);
    copyBlock(picture.u, picture.width / 2, picture.height / 2, left / 2, top / 2, MB / 2, out, 256);
    copyBlock(picture.v, picture.width / 2, picture.height / 2, left / 2, top / 2, MB / 2, out, 320);
    return out;
  }

  #sps(): Buffer {
    const cropRight = (this.#columns * MB - this.width) / 2;
    const cropBottom = (this.#rows * MB - this.height) / 2;
    const writer = new BitWriter();
    writer.bits(66, 8).bits(0xe0, 8).bits(31, 8).ue(0);
    writer
      .ue(FRAME_NUM_BITS - 4)
      .ue(2)
      .ue(1)
      .bits(0, 1);
    writer
      .ue(this.#columns - 1)
      .ue(this.#rows - 1)
      .bits(1, 1)
      .bits(1, 1);
    writer.bits(1, 1).ue(0).ue(cropRight).ue(0).ue(cropBottom);
    // VUI with nothing but "no reordering", so that a decoder shows each frame at once.
    writer.bits(1, 1).bits(0, 8).bits(1, 1);
    writer.bits(1, 1).ue(0).ue(0).ue(10).ue(10).ue(0).ue(1);
    return nalUnit(3, NAL.sps, writer.finish());
  }
}

function pps(): Buffer {
  const writer = new BitWriter();
  writer.ue(0).ue(0).bits(0, 2).ue(0).ue(0).ue(0).bits(0, 3);
  writer.se(0).se(0).se(0).bits(0b100, 3);
  return nalUnit(3, NAL.pps, writer.finish());
}

function copyBlock(
  plane: Uint8Array,
  width: number,
  height: number,
  left: number,
  top: number,
  size: number,
  out: Buffer,
  offset: number,
): void {
  for (let row = 0; row < size; row++) {
    const line = Math.min(top + row, height - 1) * width;
    for (let column = 0; column < size; column++) {
      out[offset + row * size + column] = plane[line + Math.min(left + column, width - 1)] ?? 0;
    }
  }
}

type Colour = readonly [y: number, u: number, v: number];

function flatColour(samples: Buffer): Colour | undefined {
  const [y = 0, u = 0, v = 0] = [samples[0], samples[256], samples[320]];
  const flat =
    samples.subarray(0, 256).every((value) => value === y) &&
    samples.subarray(256, 320).every((value) => value === u) &&
    samples.subarray(320).every((value) => value === v);
  return flat ? [y, u, v] : undefined;
}

function edgeIs(samples: Buffer, edge: 'right' | 'bottom', [y, u, v]: Colour): boolean {
  const matches = (offset: number, size: number, value: number): boolean => {
    for (let step = 0; step < size; step++) {
      const at = edge === 'right' ? step * size + size - 1 : (size - 1) * size + step;
      if (samples[offset + at] !== value) return false;
    }
    return true;
  };
  return matches(0, 16, y) && matches(256, 8, u) && matches(320, 8, v);
}
