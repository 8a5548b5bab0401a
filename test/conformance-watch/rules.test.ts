import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { replay } from '../../conformance/report/console.js';
import { rules } from '../../conformance/watch/rules/index.js';
import { watchModels } from '../../scripts/watch-models.js';
import { findings, judge, requirements, traceOf } from './support.js';

const day = (date: string) => Date.parse(date);
const status = (at: number, word: string, job = 'j1') => ({
  path: `/v1/jobs/${job}`,
  at,
  answer: { job_id: job, status: word },
});

describe('rules', () => {
  test('each names requirements of clients that exist', () => {
    const unknown = rules.flatMap(({ id, requires }) =>
      requires
        .filter((each) => !requirements.get(each)?.subject.includes('client'))
        .map((each) => `${id} ${each}`),
    );
    expect(unknown).toEqual([]);
  });

  test('the names and dates of models are those of the catalogue', () => {
    const file = new URL('../../conformance/watch/models.gen.json', import.meta.url);
    expect(readFileSync(file, 'utf8'), 'run `npx tsx scripts/watch-models.ts`').toBe(watchModels());
  });

  test('a model about to retire is told with the day and what to use', () => {
    const run = judge(traceOf([{ method: 'POST', path: '/v1/jobs/lucy-vton-3', at: day('2026-09-01') }]));
    expect(findings(run)).toEqual([
      'warn MOD-41 lucy-vton-3 will be retired on 2026-09-14. Fix: Use lucy-vton-3.5.',
    ]);
  });

  test('the same model a year before is fine, and two weeks later is a failure', () => {
    const verdict = (date: string) =>
      findings(judge(traceOf([{ method: 'POST', path: '/v1/jobs/lucy-vton-3', at: day(date) }])));
    expect(verdict('2026-06-01')).toEqual([]);
    expect(verdict('2026-09-20')).toEqual([
      expect.stringMatching(/^fail MOD-40 lucy-vton-3 was retired on 2026-09-14/),
    ]);
  });

  test.each([
    [2000, []],
    [1500, ['info QUE-60']],
    [1000, ['warn QUE-60']],
  ])('polls every %d ms give %o', (gap, expected) => {
    const run = judge(
      traceOf([status(0, 'pending'), status(gap, 'processing'), status(2 * gap, 'completed')]),
    );
    expect(findings(run).map((each) => each.split(' ').slice(0, 2).join(' '))).toEqual(expected);
  });

  test('two jobs polled in turn are each at their own pace', () => {
    const polls = [0, 1000, 2000, 3000].map((at, n) => status(at, 'pending', `j${n % 2}`));
    expect(findings(judge(traceOf(polls)))).toEqual([]);
  });

  test('content of a job from before the trace proves nothing', () => {
    const run = judge(traceOf([{ path: '/v1/jobs/j1/content' }]));
    expect(run.coverage.find(({ id }) => id === 'QUE-62')).toMatchObject({ state: 'untested' });
  });

  test('a repeated success is no retry, and neither is the same request under another key', () => {
    const post = { method: 'POST', path: '/v1/client/tokens' };
    const name = (n: number) => ({
      kind: 'account' as const,
      name: `account-${n}`,
      where: 'header' as const,
    });
    expect(
      findings(
        judge(
          traceOf([
            post,
            post,
            { ...post, status: 401, credential: name(1) },
            { ...post, status: 401, credential: name(2) },
          ]),
        ),
      ),
    ).toEqual([]);
  });

  test('a reconnect after a permanent error is found, one after a lost line with a pause is not', () => {
    const ended = { at: 0, endedAt: 100, closed: { by: 'server' as const, code: 1008 } };
    const error = {
      at: 50,
      from: 'server' as const,
      type: 'error',
      body: { type: 'error', error: 'Invalid API key' },
    };
    expect(findings(judge(traceOf([], [{ ...ended, messages: [error] }, { at: 3000 }])))).toEqual([
      expect.stringMatching(/^fail RT-74 The client connected again 2900 ms after "Invalid API key"/),
    ]);
    expect(
      findings(judge(traceOf([], [{ ...ended, closed: { by: 'server', code: 1006 } }, { at: 3000 }]))),
    ).toEqual([]);
  });

  test.each([
    ['recording', "watch --target 'a test' # and the same traffic again"],
    ['har', "watch --har 'a test'"],
    ['journal', `watch --journal 'a test' --key "$DECART_API_KEY" # after the same traffic again`],
  ] as const)('a %s is judged again by the line it prints', (kind, line) => {
    const run = judge({ ...traceOf([{ method: 'POST', path: '/v1/jobs/lucy-2.1-vton' }]), kind });
    const [red] = run.results.filter((result) => result.tags.includes(kind));
    if (!red) throw new Error('There is no result.');
    expect(replay(run, red)).toBe(`npx decart-mock conformance ${line}`);
  });

  test('a trace without traffic is no success', () => {
    expect(judge(traceOf([])).exitCode).toBe(2);
  });
});
