import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { replay } from '../../../conformance/report/console.js';
import { rules } from '../../../conformance/suites/traffic/rules/index.js';
import { trafficModels } from '../../../scripts/traffic-models.js';
import { findings, judge, requirements, traceOf } from './support.js';

const day = (date: string) => Date.parse(date);
const status = (at: number, word: string, job = 'j1') => ({
  path: `/v1/jobs/${job}`,
  at,
  answer: { job_id: job, status: word },
});

describe('rules', () => {
  test('require existing requirements of clients', () => {
    const unknown = rules.flatMap(({ id, requires }) =>
      requires
        .filter((each) => !requirements.get(each)?.subject.includes('client'))
        .map((each) => `${id} ${each}`),
    );
    expect(unknown).toEqual([]);
  });

  test('have the model names and dates of the catalogue', () => {
    const file = new URL('../../../conformance/suites/traffic/models.gen.json', import.meta.url);
    expect(readFileSync(file, 'utf8'), 'run `npx tsx scripts/traffic-models.ts`').toBe(trafficModels());
  });

  test('warn about a model that is about to retire, with the date and the replacement', () => {
    const run = judge(traceOf([{ method: 'POST', path: '/v1/jobs/lucy-vton-3', at: day('2026-09-01') }]));
    expect(findings(run)).toEqual([
      'warn MOD-41 lucy-vton-3 will be retired on 2026-09-14. Fix: Use lucy-vton-3.5.',
    ]);
  });

  test('pass the same model three months earlier, and fail it after its retirement', () => {
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

  test('fast polls of one job are one finding at the fastest, which shows the next three', () => {
    const polls = [0, 300, 600, 800, 1100, 1400].map((at) => status(at, 'pending'));
    const run = judge(traceOf([...polls, status(3400, 'completed')]));
    expect(findings(run)).toEqual([
      expect.stringMatching(
        /^warn QUE-60 Job j1 was polled 7 times, 5 of them less than 2 s .* the fastest after 200 ms\. Again in exchanges 2, 3, 5 and 1 more\./,
      ),
    ]);
    const shown = run.results.find(({ id }) => id === 'queue.traffic/poll-interval')?.trace.map(({ n }) => n);
    expect(shown).toEqual([2, 3, 4, 5]);
  });

  test('fast polls of several jobs are one finding with all exchanges', () => {
    const polls = [0, 300, 600].flatMap((at) => [
      status(at, 'pending', 'a'),
      status(at + 10, 'pending', 'b'),
    ]);
    const [only, ...others] = findings(judge(traceOf(polls)));
    expect([others, only]).toEqual([[], expect.stringMatching(/ Again in exchanges 4, 5, 6\. /)]);
  });

  test('polls after the end are one finding, and not fast polls too', () => {
    const polls = [
      status(0, 'pending'),
      status(2000, 'completed'),
      status(2100, 'completed'),
      status(2200, 'completed'),
    ];
    expect(findings(judge(traceOf(polls)))).toEqual([
      expect.stringMatching(
        /^fail QUE-61 Job j1 was completed and was polled 2 more times\. Again in exchange 4\. /,
      ),
    ]);
  });

  test('a quota polled too often and a permanent failure repeated name each exchange', () => {
    const quota = [0, 200, 500, 700].map((at) => ({ path: '/v1/realtime/quota', at }));
    expect(findings(judge(traceOf(quota)))).toEqual([
      expect.stringMatching(/^\w+ TIM-40 4 calls of .* the fastest 200 ms .* Again in exchanges 3, 4\. /),
    ]);
    const refused = [503, 400, 400, 400].map((status, n) => ({ path: '/v1/files/x', status, at: n * 9000 }));
    expect(findings(judge(traceOf(refused)))).toEqual([
      expect.stringMatching(/^\w+ ERR-40 GET \/v1\/files\/x answered 400, .* Again in exchange 4\. /),
    ]);
  });

  test('the pace of two jobs polled in turn is judged for each job', () => {
    const polls = [0, 1000, 2000, 3000].map((at, n) => status(at, 'pending', `j${n % 2}`));
    expect(findings(judge(traceOf(polls)))).toEqual([]);
  });

  test('content of a job submitted before the trace does not exercise the rule', () => {
    const run = judge(traceOf([{ path: '/v1/jobs/j1/content' }]));
    expect(run.coverage.find(({ id }) => id === 'QUE-62')).toMatchObject({ state: 'untested' });
  });

  test('neither a repeated success nor the same request under another key is a retry', () => {
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

  test('a reconnect after a permanent error is a finding, one with a pause after a broken connection is not', () => {
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
    ['recording', "traffic --target 'a test' # and the same traffic again"],
    ['har', "traffic --har 'a test'"],
    ['journal', `traffic --journal 'a test' --key "$DECART_API_KEY" # after the same traffic again`],
  ] as const)('the replay command of a %s judges it again', (kind, line) => {
    const run = judge({ ...traceOf([{ method: 'POST', path: '/v1/jobs/lucy-2.1-vton' }]), kind });
    const [red] = run.results.filter((result) => result.tags.includes(kind));
    if (!red) throw new Error('There is no result.');
    expect(replay(run, red)).toBe(`npx decart-mock conformance ${line}`);
  });

  test('a trace without traffic exits with 2', () => {
    expect(judge(traceOf([])).exitCode).toBe(2);
  });
});
