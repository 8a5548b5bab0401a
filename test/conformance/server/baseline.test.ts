import { describe, expect, test } from 'vitest';
import { applyBaseline, parseBaseline } from '../../../conformance/engine/baseline.js';
import { exitCodeOf } from '../../../conformance/engine/exit-code.js';
import type { CaseResult } from '../../../conformance/engine/case-result.js';

const result = (id: string, red: boolean): CaseResult => ({
  id,
  title: id,
  area: 'queue',
  tags: [],
  verdict: red ? 'fail' : 'pass',
  red,
  checks: [
    {
      requirement: 'QUE-01',
      title: 'It answers 200.',
      verdict: red ? 'fail' : 'pass',
      level: 'MUST',
      evidence: 'documented',
      red,
      ...(red ? { message: 'Received: 500.' } : {}),
    },
  ],
  trace: [],
  startedAt: '2026-11-20T00:00:00.000Z',
  durationMs: 1,
});

const results = [result('queue.a/one', true), result('queue.a/two', false)];
const apply = (entry: string) =>
  applyBaseline(results, parseBaseline(`entries:\n  - { status: failing, reason: 'known', ${entry} }`), {
    known: results.map(({ id }) => id),
    target: 'mock',
    today: '2026-11-20',
  });

describe('a baseline', () => {
  test('excuses a known failure, check by check', () => {
    const { results: judged, problems } = apply("case: 'queue.a/one:QUE-01', expect: 'Received: 500'");
    expect(judged[0]).toMatchObject({
      verdict: 'known-failing',
      red: false,
      excused: { verdict: 'fail', reason: 'known' },
    });
    expect(problems).toEqual([]);
    expect(exitCodeOf({ results: judged, problems, stoppedByBudget: false })).toBe(0);
  });

  test.each([
    ["case: 'queue.a/two'", 'stale', /passes/, 1],
    ["case: 'queue.a/one', expect: 'Received: 404'", 'wrong-reason', /not with "Received: 404"/, 1],
    ["case: 'queue.a/oen'", 'unmatched', /Nearest: "queue.a\/one"/, 2],
    ["case: 'queue.a/one', until: '2026-11-19'", 'expired', /2026-11-19/, 1],
  ])('%s is %s, and red', (entry, kind, message, exitCode) => {
    const { results: judged, problems } = apply(entry);
    expect(problems).toMatchObject([{ kind, message: expect.stringMatching(message) as unknown }]);
    expect(exitCodeOf({ results: judged, problems, stoppedByBudget: false })).toBe(exitCode);
  });

  test('does not excuse another check of the same case', () => {
    const { results: judged } = apply("case: 'queue.a/one:QUE-02'");
    expect(judged[0]).toMatchObject({ verdict: 'fail', red: true });
  });

  test('for another target has no effect', () => {
    const { results: judged, problems } = apply("case: 'queue.a/one', target: live");
    expect(judged[0]?.red).toBe(true);
    expect(problems).toEqual([]);
  });
});

describe('the exit code', () => {
  const clean = { problems: [], stoppedByBudget: false };

  test('of an empty run is a usage error', () => {
    expect(exitCodeOf({ results: [], ...clean })).toBe(2);
  });

  test('of cases without a single check is a usage error', () => {
    expect(exitCodeOf({ results: [{ ...result('queue.a/two', false), checks: [] }], ...clean })).toBe(2);
  });

  test('of a budget stop is 4, of a failure of the kit 3', () => {
    const fine = result('queue.a/two', false);
    expect(exitCodeOf({ results: [fine], ...clean, stoppedByBudget: true })).toBe(4);
    expect(exitCodeOf({ results: [{ ...fine, verdict: 'harness-error', red: true }], ...clean })).toBe(3);
  });
});

test('a baseline that is not YAML is a usage error', () => {
  expect(() => parseBaseline('[')).toThrow(/^The baseline is not YAML/);
});
