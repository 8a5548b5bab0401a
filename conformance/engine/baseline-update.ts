import { isMap, isScalar, isSeq, parseDocument, type Node, type YAMLMap } from 'yaml';
import { applyBaseline, parseBaseline, type BaselineProblem } from './baseline.js';
import { maskIds } from '../traffic/mask-ids.js';
import type { CaseResult } from './case-result.js';
import type { Run } from './run.js';

export interface Update {
  text: string;
  /** The changes, a sentence each. */
  edits: string[];
}

/** Replaces the text between two offsets. */
interface Splice {
  from: number;
  to: number;
  by: string;
}

/**
 * Updates the text of a baseline after a run: removes entries that are stale or match nothing, gives an entry with
 * another failure the new message, and adds entries for red checks. The rest of the text stays. Throws UsageError when
 * the text is not a baseline.
 */
export function updateBaseline(text: string, run: Run, reason: string): Update {
  const entries = text.trim() === '' ? [] : parseBaseline(text);
  const sdk = run.sdk?.name;
  const applied = run.problems.length > 0 || run.results.some(({ excused }) => excused !== undefined);
  const { results, problems } = applied
    ? run
    : applyBaseline(run.results, entries, {
        known: run.results.map(({ id }) => id),
        target: run.target.name,
        today: run.startedAt.slice(0, 10),
        ...(sdk === undefined ? {} : { sdk }),
      });
  const splices: Splice[] = [];
  const edits: string[] = [];
  const items = itemsOf(text);
  /** Failures that the new text expects. */
  const written = new Set<string>();
  for (const problem of problems) {
    const item = items[entries.findIndex((entry) => JSON.stringify(entry) === JSON.stringify(problem.entry))];
    const done = item && repair(text, item, problem, results, written);
    if (done) splices.push(done);
    edits.push(done ? `${done.by === '' ? 'removed' : 'changed'}: ${problem.message}` : problem.message);
  }
  const added: string[] = [];
  for (const result of results.filter(({ red }) => red)) {
    for (const failure of failuresOf(result)) {
      if (written.has(keyOf(failure))) continue;
      written.add(keyOf(failure));
      edits.push(`added: ${failure.name}`);
      added.push(entryText(failure, run, reason));
    }
  }
  const cut = splices
    .sort((a, b) => b.from - a.from)
    .reduce((whole, { from, to, by }) => whole.slice(0, from) + by + whole.slice(to), text);
  return { text: append(cut, added), edits };
}

function itemsOf(text: string): YAMLMap[] {
  const sequence = parseDocument(text).get('entries');
  return isSeq(sequence) ? sequence.items.filter((item) => isMap(item)) : [];
}

const rangeOf = (node: Node): [number, number, number] => node.range ?? [0, 0, 0];

/** A failure, with the name and the expectation of its entry. */
interface Failure {
  name: string;
  expect: string;
}

const keyOf = ({ name, expect }: Failure) => JSON.stringify([name, expect]);

/** The red checks of a result; the result itself where no check is red. */
function failuresOf(result: CaseResult): Failure[] {
  const red = result.checks.filter((check) => check.red);
  if (red.length === 0)
    return [{ name: result.id, expect: essence((result.reason ?? result.verdict).split('\n')[0] ?? '') }];
  return red.map(({ requirement, message }) => ({
    name: `${result.id}:${requirement}`,
    expect: essence(message ?? ''),
  }));
}

/** The edit that solves a problem; undefined where only a person can decide, e.g. about an expired entry. */
function repair(
  text: string,
  item: YAMLMap,
  { kind, entry }: BaselineProblem,
  results: readonly CaseResult[],
  written: Set<string>,
): Splice | undefined {
  if (kind === 'stale' || kind === 'unmatched') {
    const [start, , end] = rangeOf(item);
    return { from: text.lastIndexOf('\n', start - 1) + 1, to: end, by: '' };
  }
  const expect = item.get('expect', true);
  if (kind !== 'wrong-reason' || !isScalar(expect)) return undefined;
  const [id = '', requirement] = entry.case.split(':');
  const now = results
    .filter((result) => result.red && result.id === id)
    .flatMap(failuresOf)
    .find((one) => (requirement === undefined || one.name === entry.case) && !written.has(keyOf(one)));
  if (!now || now.expect === '') return undefined;
  written.add(keyOf(now));
  const [from, to] = rangeOf(expect);
  return { from, to, by: quote(now.expect) };
}

/** The stable part of a message: without ids, times and the like. */
const essence = (message: string): string => maskIds(message).trim();

/** A scalar of YAML: in single quotes, or as JSON where it has line breaks. */
const quote = (value: string) =>
  /\p{Cc}/u.test(value) ? JSON.stringify(value) : `'${value.replaceAll("'", "''")}'`;

function entryText({ name, expect }: Failure, run: Run, reason: string): string {
  return [
    `  - case: ${quote(name)}`,
    `    target: ${quote(run.target.name)}`,
    ...(run.sdk ? [`    sdk: ${quote(run.sdk.name)}`] : []),
    '    status: failing',
    `    reason: ${quote(reason)}`,
    ...(expect === '' ? [] : [`    expect: ${quote(expect)}`]),
    '',
  ].join('\n');
}

function append(text: string, entries: string[]): string {
  const emptied = text !== '' && itemsOf(text).length === 0;
  const base = emptied
    ? text.replace(/^entries:.*$/m, entries.length > 0 ? 'entries:' : 'entries: []')
    : text;
  if (entries.length === 0) return base;
  if (base.trim() === '') return `entries:\n${entries.join('')}`;
  // New entries get the indentation of the present ones.
  const indent = /^( *)- /m.exec(base)?.[1] ?? '  ';
  const shifted = entries.map((entry) => entry.replace(/^ {2}/gm, indent));
  return `${base.replace(/\n*$/, '\n')}${shifted.join('')}`;
}
