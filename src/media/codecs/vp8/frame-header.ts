import type { PictureSize } from '../../drawing/picture-size.js';
import { BoolWriter } from './bool-writer.js';
import { MOTION_UPDATES, TOKEN_UPDATES } from './probabilities.js';

/** What the macroblocks of a frame are coded with. */
export interface FrameHeader {
  readonly key: boolean;
  /** 0 to 127. */
  readonly quantiser: number;
  /** Probability that a macroblock has levels; in an inter frame also that it is an intra one. */
  readonly coded: number;
}

/** Starts the first partition of a frame: no segments, no loop filter, default probabilities (RFC 6386 section 9). */
export function writeFrameHeader({ key, quantiser, coded }: FrameHeader): BoolWriter {
  const out = new BoolWriter();
  if (key) out.bits(0, 2); // colour space, and clamping is needed
  out.bits(0, 1); // no segments
  out.bits(0, 1 + 6 + 3 + 1); // simple filter: no; level and sharpness; no adjustments
  out.bits(0, 2); // one partition of levels
  out.bits(quantiser, 7);
  out.bits(0, 5); // the same for all kinds of levels
  if (!key) out.bits(0, 8); // golden and alternate frames stay, unbiased
  out.bits(1, 1); // probabilities stay in force
  if (!key) out.bits(1, 1); // the frame is the next one's reference
  for (const probability of TOKEN_UPDATES) out.bool(false, probability);
  out.bits(1, 1); // macroblocks without levels exist
  out.bits(coded, 8);
  if (key) return out;
  out.bits(coded, 8);
  out.bits(255, 8); // all refer to the last frame
  out.bits(128, 8);
  out.bits(0, 2); // intra modes keep their probabilities
  for (const probability of MOTION_UPDATES) out.bool(false, probability);
  return out;
}

const START_CODE = [0x9d, 0x01, 0x2a] as const;

/** Joins the partitions of a frame behind its tag. */
export function joinFrame(
  key: boolean,
  { width, height }: PictureSize,
  first: Buffer,
  levels: Buffer,
): Buffer {
  const tag = (first.length << 5) | 0x10 | (key ? 0 : 1); // shown, version 0
  const size = [width & 255, width >> 8, height & 255, height >> 8];
  return Buffer.concat([
    Buffer.from([tag & 255, (tag >> 8) & 255, tag >> 16]),
    Buffer.from(key ? [...START_CODE, ...size] : []),
    first,
    levels,
  ]);
}
