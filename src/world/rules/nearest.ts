/** More slips than this is another word. */
const MAX_SLIPS = 2;

/** The one among `names` that was probably meant; undefined when none is near. */
export function nearest(given: string, names: readonly string[], maxSlips = MAX_SLIPS): string | undefined {
  // Too long or too short cannot be near; who asks may have sent kilobytes.
  const candidates = names.filter((name) => Math.abs(name.length - given.length) <= maxSlips);
  const ranked = candidates.map((name) => ({ name, slips: slips(given.toLowerCase(), name.toLowerCase()) }));
  const [best] = ranked.sort((a, b) => a.slips - b.slips);
  return best && best.slips <= Math.min(maxSlips, given.length / 2) ? best.name : undefined;
}

/** For the end of a sentence about a name that there is not: `; did you mean "x"?`, or all there are. */
export function didYouMean(given: unknown, names: readonly string[]): string {
  const near = typeof given === 'string' ? nearest(given.trim(), names) : undefined;
  return near === undefined ? `; there are: ${names.join(', ')}.` : `; did you mean "${near}"?`;
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
