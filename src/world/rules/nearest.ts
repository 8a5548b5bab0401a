import { editDistance } from '../../contract/edit-distance.js';

/** A word with more slips than this is another word. */
const MAX_SLIPS = 2;

/** The name closest to `given`; undefined when none is close. */
export function nearest(given: string, names: readonly string[], maxSlips = MAX_SLIPS): string | undefined {
  // Skips names of another length first: `given` may be kilobytes long.
  const candidates = names.filter((name) => Math.abs(name.length - given.length) <= maxSlips);
  const ranked = candidates.map((name) => ({
    name,
    slips: editDistance(given.toLowerCase(), name.toLowerCase()),
  }));
  const [best] = ranked.sort((a, b) => a.slips - b.slips);
  return best && best.slips <= Math.min(maxSlips, given.length / 2) ? best.name : undefined;
}

/**
 * Ends a sentence about an unknown name: `; did you mean "x"?`, or all valid names. `former` maps names of earlier
 * versions, and other words in lower case, to the present names.
 */
export function didYouMean(
  given: unknown,
  names: readonly string[],
  former?: ReadonlyMap<string, string>,
): string {
  const word = typeof given === 'string' ? given.trim() : undefined;
  const meant =
    word === undefined
      ? undefined
      : (former?.get(word) ?? former?.get(word.toLowerCase()) ?? nearest(word, names));
  return meant === undefined ? `; expected one of: ${names.join(', ')}.` : `; did you mean "${meant}"?`;
}
