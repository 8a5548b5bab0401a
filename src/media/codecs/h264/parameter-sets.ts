import { BitWriter } from './bit-writer.js';
import { NAL, nalUnit } from './nal.js';

/** Bits of frame_num: it wraps at 256. */
export const FRAME_NUM_BITS = 8;

/**
 * With this step an inverse-transformed luma DC level adds exactly one grey value to its cells, and with the offset
 * below so does a chroma level. So brightness is lossless where it differs by multiples of 16 within a macroblock, and
 * chroma is at most two values off (its prediction may differ from cell to cell).
 */
const QP = 28;
const CHROMA_QP_OFFSET = -6;

/** Table A-1: macroblocks a frame and macroblocks a second that a level allows. */
const LEVELS: readonly (readonly [level: number, frame: number, second: number])[] = [
  [30, 1620, 40_500],
  [31, 3600, 108_000],
  [32, 5120, 216_000],
  [40, 8192, 245_760],
  [42, 8704, 522_240],
  [51, 36_864, 983_040],
];

/** level_idc for a stream; 52 if no smaller level allows it. */
export function levelFor(macroblocks: number, fps: number): number {
  return LEVELS.find(([, frame, second]) => macroblocks <= frame && macroblocks * fps <= second)?.[0] ?? 52;
}

/** Sequence parameter set: constrained baseline, one reference frame, output order = decoding order. */
export function sequenceParameterSet(width: number, height: number, fps: number): Buffer {
  const columns = Math.ceil(width / 16);
  const rows = Math.ceil(height / 16);
  const out = new BitWriter();
  out.bits(66, 8);
  out.bits(0b11000000, 8);
  out.bits(levelFor(columns * rows, fps), 8);
  out.ue(0); // id
  out.ue(FRAME_NUM_BITS - 4);
  out.ue(2); // picture order count type: as decoded
  out.ue(1); // reference frames
  out.bits(0, 1); // no gaps in frame_num
  out.ue(columns - 1);
  out.ue(rows - 1);
  out.bits(0b11, 2); // frames only, direct_8x8_inference
  const right = (16 * columns - width) / 2;
  const bottom = (16 * rows - height) / 2;
  if (right || bottom) {
    out.bits(1, 1);
    for (const edge of [0, right, 0, bottom]) out.ue(edge);
  } else out.bits(0, 1);
  out.bits(1, 1); // VUI follows
  out.bits(0b00, 2); // no aspect ratio, no overscan
  out.bits(1, 1); // video signal type
  out.bits(5, 3); // unspecified format
  out.bits(0, 1); // limited range
  out.bits(1, 1);
  for (let count = 0; count < 3; count++) out.bits(1, 8); // BT.709 primaries, transfer, matrix
  out.bits(0b00000, 5); // no chroma location, timing, HRD (twice), picture structure
  out.bits(1, 1); // bitstream restriction: no reordering, so a player may show a frame at once
  out.bits(1, 1);
  for (const value of [0, 0, 10, 10, 0, 1]) out.ue(value);
  return nalUnit(3, NAL.sps, out.finish());
}

export function pictureParameterSet(): Buffer {
  const out = new BitWriter();
  out.ue(0);
  out.ue(0);
  out.bits(0b00, 2); // CAVLC, no bottom field order
  for (let count = 0; count < 3; count++) out.ue(0); // one slice group, one reference a list
  out.bits(0b000, 3); // no weighted prediction
  out.se(QP - 26);
  out.se(0);
  out.se(CHROMA_QP_OFFSET);
  out.bits(0b100, 3); // slices control deblocking; intra prediction unconstrained; no redundant pictures
  return nalUnit(3, NAL.pps, out.finish());
}
