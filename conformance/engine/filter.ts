import { readFileSync } from 'node:fs';
import type { Case } from './define-case.js';

/** A mistake in the call, reported as one sentence: exit code 2. */
export class UsageError extends Error {}

export interface Selection {
  /** Patterns of case ids; `*` matches within one segment, `**` any number of segments. `@file` reads patterns from a file. */
  filter?: readonly string[];
  tags?: readonly string[];
  requirementIds?: readonly string[];
}

/** Whether a case id matches a pattern. `/` and `.` separate segments. */
export function matches(pattern: string, id: string): boolean {
  return walk(pattern.split(/[./]/), id.split(/[./]/));
}

function walk(pattern: string[], segments: string[]): boolean {
  const [head, ...rest] = pattern;
  if (head === undefined) return segments.length === 0;
  if (head === '**') return walk(rest, segments) || (segments.length > 0 && walk(pattern, segments.slice(1)));
  const [first, ...others] = segments;
  return first !== undefined && segmentMatches(head, first) && walk(rest, others);
}

function segmentMatches(pattern: string, segment: string): boolean {
  const source = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${source.join('.*')}$`).test(segment);
}

/** Replaces `@file` by the lines of that file, without blank ones and comments. */
export function readPatterns(patterns: readonly string[]): string[] {
  return patterns.flatMap((pattern) => {
    if (!pattern.startsWith('@')) return [pattern];
    let text: string;
    try {
      text = readFileSync(pattern.slice(1), 'utf8');
    } catch (cause) {
      const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
      const why = missing ? 'there is no such file' : cause instanceof Error ? cause.message : String(cause);
      throw new UsageError(`Cannot read the patterns in ${pattern.slice(1)}: ${why}.`, { cause });
    }
    return text
      .split('\n')
      .map((line) => line.replace(/#.*/, '').trim())
      .filter((line) => line !== '');
  });
}

/** The selected cases, in their own order. Throws UsageError when a pattern, tag or requirement matches none. */
export function select(cases: readonly Case[], selection: Selection): Case[] {
  const patterns = readPatterns(selection.filter ?? []);
  const ids = cases.map(({ id }) => id);
  for (const pattern of patterns)
    if (!ids.some((id) => matches(pattern, id))) throw unmatched('filter', pattern, ids);
  refuseUnknown(
    'tag',
    selection.tags,
    cases.flatMap(({ tags }) => tags),
  );
  refuseUnknown(
    'requirement',
    selection.requirementIds,
    cases.flatMap(({ requires }) => requires),
  );
  const chosen = cases.filter(
    (each) =>
      (patterns.length === 0 || patterns.some((pattern) => matches(pattern, each.id))) &&
      (!selection.tags?.length || selection.tags.some((tag) => each.tags.includes(tag))) &&
      (!selection.requirementIds?.length ||
        selection.requirementIds.some((id) => each.requires.includes(id))),
  );
  if (chosen.length === 0) throw new UsageError('No case matches all of the filters together.');
  return chosen;
}

function refuseUnknown(kind: string, names: readonly string[] | undefined, known: readonly string[]): void {
  for (const name of names ?? []) if (!known.includes(name)) throw unmatched(kind, name, known);
}

function unmatched(kind: string, name: string, known: readonly string[]): UsageError {
  const near = nearest(name, known);
  return new UsageError(
    `The ${kind} "${name}" matches nothing.${near === undefined ? '' : ` Did you mean "${near}"?`}`,
  );
}

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
