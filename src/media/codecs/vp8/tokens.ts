import type { BoolWriter } from './bool-writer.js';
import type { TokenProbabilities } from './probabilities.js';

const BANDS = [0, 1, 2, 3, 6, 4, 5, 6, 6, 6, 6, 6, 6, 6, 6, 7] as const;

/** Ranges of levels: the first one, and the probabilities of the bits that follow. */
const CATEGORIES: readonly (readonly [first: number, extra: readonly number[]])[] = [
  [5, [159]],
  [7, [165, 145]],
  [11, [173, 148, 140]],
  [19, [176, 155, 140, 135]],
  [35, [180, 157, 141, 134, 130]],
  [67, [254, 254, 243, 230, 196, 177, 153, 140, 133, 130, 129]],
];

/**
 * Writes the levels of a block in the order of the scan (RFC 6386 section 13).
 *
 * @param neighbours how many of the blocks above and beside have levels
 * @returns whether this one has
 */
export function writeLevels(
  out: BoolWriter,
  levels: Int32Array,
  table: TokenProbabilities,
  neighbours: number,
): boolean {
  let end = levels.length;
  while (end > 0 && levels[end - 1] === 0) end--;
  let context = neighbours;
  let afterZero = false;
  for (let at = 0; at < end; at++) {
    const row = rowOf(table, at, context);
    const size = Math.abs(levels[at] ?? 0);
    if (!afterZero) out.bool(true, row[0] ?? 128);
    out.bool(size > 0, row[1] ?? 128);
    afterZero = size === 0;
    context = Math.min(size, 2);
    if (afterZero) continue;
    writeSize(out, size, row);
    out.bool((levels[at] ?? 0) < 0, 128);
  }
  if (end < 16) out.bool(false, rowOf(table, end, context)[0] ?? 128);
  return end > 0;
}

const rowOf = (table: TokenProbabilities, at: number, context: number): readonly number[] =>
  table[BANDS[at] ?? 0]?.[context] ?? [];

function writeSize(out: BoolWriter, size: number, row: readonly number[]): void {
  const choose = (value: boolean, node: number): boolean => {
    out.bool(value, row[node] ?? 128);
    return value;
  };
  if (!choose(size > 1, 2)) return;
  if (!choose(size > 4, 3)) {
    if (choose(size > 2, 4)) choose(size > 3, 5);
    return;
  }
  let category: number;
  if (!choose(size > 10, 6)) category = choose(size > 6, 7) ? 1 : 0;
  else if (!choose(size > 34, 8)) category = choose(size > 18, 9) ? 3 : 2;
  else category = choose(size > 66, 10) ? 5 : 4;
  const [first, extra] = CATEGORIES[category] ?? [0, []];
  extra.forEach((probability, index) =>
    out.bool((((size - first) >> (extra.length - 1 - index)) & 1) === 1, probability),
  );
}
