import { isMap, isScalar, isSeq, parseDocument, type Node, type YAMLMap } from 'yaml';
import { applyBaseline, parseBaseline, type BaselineProblem } from './baseline.js';
import { maskIds } from './mask-ids.js';
import type { Run } from './run.js';

export interface Update {
  text: string;
  /** What was done, a sentence each. */
  edits: string[];
}

/** An edit of the text: what stands between two offsets is replaced. */
interface Splice {
  from: number;
  to: number;
  by: string;
}

/**
 * The text of a baseline after a run: entries that are stale or match nothing go, an entry that fails otherwise gets
 * the new message, and red checks get entries of their own. Nothing else of the text changes. Throws UsageError when
 * the text is no baseline.
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
  for (const problem of problems) {
    const item = items[entries.findIndex((entry) => JSON.stringify(entry) === JSON.stringify(problem.entry))];
    const done = item && repair(text, item, problem, run);
    if (done) splices.push(done);
    edits.push(done ? `${done.by === '' ? 'removed' : 'changed'}: ${problem.message}` : problem.message);
  }
  const renewed = new Set(
    problems.filter(({ kind }) => kind === 'wrong-reason').map(({ entry }) => entry.case),
  );
  const added: string[] = [];
  for (const result of results.filter(({ red }) => red)) {
    const red = result.checks.filter((check) => check.red);
    const wanted = red.map(({ requirement, message }) => ({
      name: `${result.id}:${requirement}`,
      expect: essence(message ?? ''),
    }));
    if (wanted.length === 0)
      wanted.push({ name: result.id, expect: essence(result.reason ?? result.verdict) });
    for (const { name, expect } of wanted) {
      if (renewed.has(name) || renewed.has(result.id) || edits.includes(`added: ${name}`)) continue;
      edits.push(`added: ${name}`);
      added.push(entryText(name, expect, run, reason));
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

/** The edit a problem asks for; none where only a person can decide, as when an entry is past its day. */
function repair(text: string, item: YAMLMap, { kind, entry }: BaselineProblem, run: Run): Splice | undefined {
  if (kind === 'stale' || kind === 'unmatched') {
    const [start, , end] = rangeOf(item);
    return { from: text.lastIndexOf('\n', start - 1) + 1, to: end, by: '' };
  }
  const expect = item.get('expect', true);
  if (kind !== 'wrong-reason' || !isScalar(expect)) return undefined;
  const [id = '', requirement] = entry.case.split(':');
  const check = run.results
    .find((result) => result.id === id)
    ?.checks.find((one) => one.red && (requirement === undefined || one.requirement === requirement));
  if (!check?.message) return undefined;
  const [from, to] = rangeOf(expect);
  return { from, to, by: quote(essence(check.message)) };
}

/** The part of a message that says what was wrong, and not what else came. */
function essence(message: string): string {
  const masked = maskIds(message);
  const [first = ''] = masked.split(' Came: ');
  return (first === masked ? (masked.split('\n')[0] ?? '') : first).slice(0, 80);
}

const quote = (value: string) => `'${value.replaceAll("'", "''")}'`;

function entryText(name: string, expect: string, run: Run, reason: string): string {
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
  // Entries stand as far to the right as those before them.
  const indent = /^( *)- /m.exec(base)?.[1] ?? '  ';
  const shifted = entries.map((entry) => entry.replace(/^ {2}/gm, indent));
  return `${base.replace(/\n*$/, '\n')}${shifted.join('')}`;
}
