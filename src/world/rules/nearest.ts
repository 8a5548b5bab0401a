/** A word with more slips than this is another word. */
const MAX_SLIPS = 2;

/** The name closest to `given`; undefined when none is close. */
export function nearest(given: string, names: readonly string[], maxSlips = MAX_SLIPS): string | undefined {
  // Skips names of another length first: `given` may be kilobytes long.
  const candidates = names.filter((name) => Math.abs(name.length - given.length) <= maxSlips);
  const ranked = candidates.map((name) => ({ name, slips: slips(given.toLowerCase(), name.toLowerCase()) }));
  const [best] = ranked.sort((a, b) => a.slips - b.slips);
  return best && best.slips <= Math.min(maxSlips, given.length / 2) ? best.name : undefined;
}

/**
 * Ends a sentence about an unknown name: `; did you mean "x"?`, or all valid names. `former` maps names of earlier
 * versions to the present ones.
 */
export function didYouMean(
  given: unknown,
  names: readonly string[],
  former?: ReadonlyMap<string, string>,
): string {
  const word = typeof given === 'string' ? given.trim() : undefined;
  const meant = word === undefined ? undefined : (former?.get(word) ?? nearest(word, names));
  return meant === undefined ? `; expected one of: ${names.join(', ')}.` : `; did you mean "${meant}"?`;
}

/** Letters to add, drop, change, or swap with the next, to make one word the other. */
function slips(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? Infinity;
}
