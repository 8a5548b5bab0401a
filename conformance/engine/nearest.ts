import { editDistance } from '../../src/contract/edit-distance.js';

/** The known name with the fewest edits, if it is near at all; in a pattern, the part before the first star counts. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const [fixed = ''] = name.split('*');
  const wanted = fixed.toLowerCase();
  const comparable = (candidate: string) =>
    (fixed === name ? candidate : candidate.slice(0, fixed.length)).toLowerCase();
  const ranked = [...new Set(known)].map((candidate) => ({
    candidate,
    edits: editDistance(wanted, comparable(candidate)),
  }));
  const [best] = ranked.sort((a, b) => a.edits - b.edits || a.candidate.localeCompare(b.candidate));
  // A name that needs edits in half of its letters is another name.
  return best && best.edits * 2 < fixed.length ? best.candidate : undefined;
}

/**
 * The pattern whose segments before the first star are replaced by the nearest ones of `ids`: `queue.**` for `queu.**`.
 * Otherwise as `nearest`.
 */
export function nearestPattern(pattern: string, ids: readonly string[]): string | undefined {
  const fixed = /^[^*]*(?=[./][^./]*\*)/.exec(pattern)?.[0];
  if (fixed === undefined) return nearest(pattern, ids);
  const depth = fixed.split(/[./]/).length;
  const starts = ids.map((id) =>
    id
      .split(/(?<=[./])/)
      .slice(0, depth)
      .join('')
      .replace(/[./]$/, ''),
  );
  const near = nearest(fixed, starts);
  return near === undefined || near === fixed ? nearest(pattern, ids) : near + pattern.slice(fixed.length);
}
