import { readFileSync } from 'node:fs';
import type { Case } from './define-case.js';
import { fileProblem } from './file-problem.js';
import { nearest, nearestPattern } from './nearest.js';

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
      throw new UsageError(`Cannot read the patterns in ${pattern.slice(1)}: ${fileProblem(cause)}.`, {
        cause,
      });
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
  const near = kind === 'filter' ? nearestPattern(name, known) : nearest(name, known);
  return new UsageError(
    `The ${kind} "${name}" matches nothing.${near === undefined ? '' : ` Did you mean "${near}"?`}`,
  );
}
