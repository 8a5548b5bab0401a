import type { BitWriter } from './bit-writer.js';

/** Code words of one table, as `[length, value]` by index. */
type Codes = readonly (readonly [length: number, value: number])[];

const codes = (lengths: readonly number[], values: readonly number[]): Codes =>
  lengths.map((length, index) => [length, values[index] ?? 0]);

// ITU-T H.264 table 9-5, indexed 4 * total coefficients + trailing ones.
const LUMA_TOKEN = codes(
  [
    1, 0, 0, 0, 6, 2, 0, 0, 8, 6, 3, 0, 9, 8, 7, 5, 10, 9, 8, 6, 11, 10, 9, 7, 13, 11, 10, 8, 13, 13, 11, 9,
    13, 13, 13, 10, 14, 14, 13, 11, 14, 14, 14, 13, 15, 15, 14, 14, 15, 15, 15, 14, 16, 15, 15, 15, 16, 16,
    16, 15, 16, 16, 16, 16, 16, 16, 16, 16,
  ],
  [
    1, 0, 0, 0, 5, 1, 0, 0, 7, 4, 1, 0, 7, 6, 5, 3, 7, 6, 5, 3, 7, 6, 5, 4, 15, 6, 5, 4, 11, 14, 5, 4, 8, 10,
    13, 4, 15, 14, 9, 4, 11, 10, 13, 12, 15, 14, 9, 12, 11, 10, 13, 8, 15, 1, 9, 12, 11, 14, 13, 8, 7, 10, 9,
    12, 4, 6, 5, 8,
  ],
);
const CHROMA_TOKEN = codes(
  [2, 0, 0, 0, 6, 1, 0, 0, 6, 6, 3, 0, 6, 7, 7, 6, 6, 8, 8, 7],
  [1, 0, 0, 0, 7, 1, 0, 0, 4, 6, 1, 0, 3, 3, 2, 5, 2, 3, 2, 0],
);

// Tables 9-7 and 9-8: one row for each number of coefficients, indexed by the zeros before the last of them.
const LUMA_ZEROS: readonly Codes[] = [
  codes([1, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 9], [1, 3, 2, 3, 2, 3, 2, 3, 2, 3, 2, 3, 2, 3, 2, 1]),
  codes([3, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 6, 6, 6, 6], [7, 6, 5, 4, 3, 5, 4, 3, 2, 3, 2, 3, 2, 1, 0]),
  codes([4, 3, 3, 3, 4, 4, 3, 3, 4, 5, 5, 6, 5, 6], [5, 7, 6, 5, 4, 3, 4, 3, 2, 3, 2, 1, 1, 0]),
  codes([5, 3, 4, 4, 3, 3, 3, 4, 3, 4, 5, 5, 5], [3, 7, 5, 4, 6, 5, 4, 3, 3, 2, 2, 1, 0]),
  codes([4, 4, 4, 3, 3, 3, 3, 3, 4, 5, 4, 5], [5, 4, 3, 7, 6, 5, 4, 3, 2, 1, 1, 0]),
  codes([6, 5, 3, 3, 3, 3, 3, 3, 4, 3, 6], [1, 1, 7, 6, 5, 4, 3, 2, 1, 1, 0]),
  codes([6, 5, 3, 3, 3, 2, 3, 4, 3, 6], [1, 1, 5, 4, 3, 3, 2, 1, 1, 0]),
  codes([6, 4, 5, 3, 2, 2, 3, 3, 6], [1, 1, 1, 3, 3, 2, 2, 1, 0]),
  codes([6, 6, 4, 2, 2, 3, 2, 5], [1, 0, 1, 3, 2, 1, 1, 1]),
  codes([5, 5, 3, 2, 2, 2, 4], [1, 0, 1, 3, 2, 1, 1]),
  codes([4, 4, 3, 3, 1, 3], [0, 1, 1, 2, 1, 3]),
  codes([4, 4, 2, 1, 3], [0, 1, 1, 1, 1]),
  codes([3, 3, 1, 2], [0, 1, 1, 1]),
  codes([2, 2, 1], [0, 1, 1]),
  codes([1, 1], [0, 1]),
];
const CHROMA_ZEROS: readonly Codes[] = [
  codes([1, 2, 3, 3], [1, 1, 1, 0]),
  codes([1, 2, 2], [1, 1, 0]),
  codes([1, 1], [1, 0]),
];

// Table 9-10: one row for each number of zeros left (the last for more than six), indexed by the run.
const RUNS: readonly Codes[] = [
  codes([1, 1], [1, 0]),
  codes([1, 2, 2], [1, 1, 0]),
  codes([2, 2, 2, 2], [3, 2, 1, 0]),
  codes([2, 2, 2, 3, 3], [3, 2, 1, 1, 0]),
  codes([2, 2, 3, 3, 3, 3], [3, 2, 3, 2, 1, 0]),
  codes([2, 3, 3, 3, 3, 3, 3], [3, 0, 1, 3, 2, 5, 4]),
  codes([3, 3, 3, 3, 3, 3, 3, 4, 5, 6, 7, 8, 9, 10, 11], [7, 6, 5, 4, 3, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1]),
];

function put(out: BitWriter, table: Codes | undefined, index: number): void {
  const code = table?.[index];
  if (!code) throw new RangeError(`No CAVLC code word at ${index}.`);
  out.bits(code[1], code[0]);
}

/** Writes one level and returns the suffix length for the next. */
function putLevel(out: BitWriter, level: number, code: number, suffixLength: number): number {
  if (suffixLength === 0 && code >= 14 && code < 30) {
    out.bits(1, 15);
    out.bits(code - 14, 4);
  } else {
    const escape = suffixLength === 0 ? 30 : 15 << suffixLength;
    if (code >= escape) {
      if (code - escape > 4095) throw new RangeError(`Level ${level} exceeds the range of baseline CAVLC.`);
      out.bits(1, 16);
      out.bits(code - escape, 12);
    } else {
      out.bits(1, (code >> suffixLength) + 1);
      if (suffixLength > 0) out.bits(code, suffixLength);
    }
  }
  const next = Math.max(1, suffixLength);
  return Math.abs(level) > 3 << (next - 1) && next < 6 ? next + 1 : next;
}

/**
 * residual_block_cavlc (clause 7.3.5.3.2) for the DC levels of an Intra 16x16 macroblock.
 *
 * @param levels in scan order: 16 of luma, with neighbours that have no AC coefficients (nC = 0), or 4 of chroma.
 */
export function residualBlock(out: BitWriter, levels: Int32Array): void {
  const chroma = levels.length === 4;
  let total = 0;
  for (let index = 0; index < levels.length; index++) if (levels[index] !== 0) total++;
  if (total === 0) return put(out, chroma ? CHROMA_TOKEN : LUMA_TOKEN, 0);

  const values: number[] = []; // from the highest frequency down
  const runs: number[] = []; // zeros below each of them
  for (let index = levels.length - 1; index >= 0; index--) {
    const level = levels[index] ?? 0;
    if (level !== 0) {
      values.push(level);
      runs.push(0);
    } else if (runs.length > 0) runs.push((runs.pop() ?? 0) + 1);
  }
  let ones = 0;
  while (ones < Math.min(3, total) && Math.abs(values[ones] ?? 0) === 1) ones++;
  put(out, chroma ? CHROMA_TOKEN : LUMA_TOKEN, 4 * total + ones);

  let suffixLength = total > 10 && ones < 3 ? 1 : 0;
  for (let index = 0; index < total; index++) {
    const level = values[index] ?? 0;
    if (index < ones) {
      out.bits(level < 0 ? 1 : 0, 1);
      continue;
    }
    const skipped = index === ones && ones < 3 ? 2 : 0; // its magnitude cannot be one
    const code = (level > 0 ? 2 * level - 2 : -2 * level - 1) - skipped;
    suffixLength = putLevel(out, level, code, suffixLength);
  }

  let left = runs.reduce((sum, run) => sum + run, 0);
  if (total < levels.length) put(out, (chroma ? CHROMA_ZEROS : LUMA_ZEROS)[total - 1], left);
  for (let index = 0; index < total - 1 && left > 0; index++) {
    const run = runs[index] ?? 0;
    put(out, RUNS[Math.min(left, 7) - 1], run);
    left -= run;
  }
}
