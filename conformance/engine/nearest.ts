/** The known name with the fewest edits, if it is near at all; in a pattern, the part before the first star counts. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const [fixed = ''] = name.split('*');
  const wanted = fixed.toLowerCase();
  const comparable = (candidate: string) =>
    (fixed === name ? candidate : candidate.slice(0, fixed.length)).toLowerCase();
  const ranked = [...new Set(known)].map((candidate) => ({
    candidate,
    distance: edits(wanted, comparable(candidate)),
  }));
  const [best] = ranked.sort((a, b) => a.distance - b.distance || a.candidate.localeCompare(b.candidate));
  // A name that needs edits in half of its letters is another name.
  return best && best.distance * 2 < fixed.length ? best.candidate : undefined;
}

function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, swap));
    }
    row = next;
  }
  return row[b.length] ?? 0;
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
