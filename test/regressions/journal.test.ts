import { expect, test, vi } from 'vitest';
import fc from 'fast-check';
import { createMock } from '../../src/index.js';
import { Journal, type JournalEntry, type JournalFilter } from '../../src/world/journal/journal.js';
import { Clock } from '../../src/world/time/clock.js';

test.each<[object, string]>([
  [{ operation: 'quota.gt' }, 'Unknown operation "quota.gt"; did you mean "quota.get"?'],
  [{ operation: 'jobz.*' }, 'Unknown operation "jobz.*"; expected one of: tokens.create, '],
  [{ opration: 'quota.get' }, 'Unrecognized key: "opration"; did you mean "operation"?'],
  [{ error: 'at_capcity' }, 'Unknown error "at_capcity"; did you mean "at_capacity"?'],
  [{ kind: 'htpp' }, 'Unknown kind "htpp"; did you mean "http"?'],
  [{ method: 'get' }, 'Unknown method "get"; did you mean "GET"?'],
  [{ status: '200' }, 'status: Write a whole number.'],
  [{ jobId: 7 }, 'jobId: Invalid input: expected string, received number.'],
])('the filter %j, which can never match, is refused', async (bad, message) => {
  await using mock = createMock();
  const { journal } = mock.account();
  await mock.fetch('/v1/realtime/quota', { headers: { 'x-api-key': mock.key } });
  const filter = bad as JournalFilter;
  await expect(journal.count(filter)).rejects.toThrow(message);
  await expect(journal.find(filter)).rejects.toThrow(message);
  await expect(journal.waitForCount(filter, 1)).rejects.toThrow(message);
});

test.each<[JournalFilter | { status: undefined }, number]>([
  [{ operation: 'quota.*' }, 1],
  [{ operation: '*', kind: 'http', method: 'GET' }, 2],
  [{ operation: 'key', kind: 'world' }, 1],
  [{ error: 'not_found', operation: 'unserved' }, 1],
  [{ status: undefined }, 3],
])('the filter %j is valid', async (filter, count) => {
  await using mock = createMock({ onWarning: () => undefined });
  const { journal } = mock.account('dct_fial');
  for (const path of ['/v1/realtime/quota', '/nowhere'])
    await mock.fetch(path, { headers: { 'x-api-key': 'dct_fial' } });
  expect(await journal.count(filter as JournalFilter)).toBe(count);
});

test('the control API refuses a filter that can never match, before a wait starts', async () => {
  await using mock = createMock();
  const ask = async (path: string): Promise<unknown> => {
    const answer = await mock.fetch(`/_mock/journal${path}`, { headers: { 'x-api-key': mock.key } });
    return [answer.status, ((await answer.json()) as { error?: { message: string } }).error?.message];
  };
  const message = 'Unknown operation "jobs.submt"; did you mean "jobs.submit"?';
  for (const path of ['', '/count', '/wait'])
    expect(await ask(`${path}?operation=jobs.submt`)).toEqual([400, expect.stringContaining(message)]);
  expect(await ask('/count?opration=jobs.submit')).toEqual([
    400,
    'The query of GET /_mock/journal/count is not valid: Unrecognized key: "opration"; did you mean "operation"?',
  ]);
});

const make = (entries: number): Journal =>
  new Journal(new Clock({ mode: 'manual', now: 0 }), { entries, bytes: 1_000_000, bodyBytes: 1_000 });

test('a new entry makes each wait look at that entry alone, not at the whole journal', async () => {
  const journal = make(2_000);
  const write = (): JournalEntry => journal.add({ kind: 'http', operation: 'quota.get' });
  for (let entry = 0; entry < 2_000; entry++) write();
  const clients = Array.from({ length: 100 }, () => new AbortController());
  const waits = clients.map(({ signal }) => journal.waitForCount({ operation: 'quota.*' }, 2_001, signal));
  // A filter with `*` compares by this.
  const compares = vi.spyOn(String.prototype, 'startsWith');
  for (let entry = 0; entry < 10; entry++) write();
  const count = compares.mock.calls.length;
  compares.mockRestore();
  // Each wait looks at each entry that is added and at each that is evicted.
  expect(count).toBeGreaterThanOrEqual(10 * 2 * 100);
  expect(count).toBeLessThan(10 * 3 * 100);
  for (const client of clients) client.abort();
  const ends = await Promise.allSettled(waits);
  expect(new Set(ends.map(({ status }) => status))).toEqual(new Set(['rejected']));
});

test('a wait ends as soon as enough entries match, whether they are added, evicted or loaded', async () => {
  const operations = ['jobs.submit', 'jobs.status', 'quota.get'] as const;
  const operation = fc.constantFrom(...operations);
  const step = fc.oneof(
    { weight: 8, arbitrary: fc.record({ do: fc.constant('add' as const), operation }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('clear' as const) }) },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant('load' as const), operations: fc.array(operation) }),
    },
  );
  const filter: fc.Arbitrary<JournalFilter> = fc.constantFrom(
    {},
    { operation: 'jobs.*' },
    { operation: 'quota.get' },
    { operation: 'jobs.status', afterSeq: 3 },
  );
  const wait = fc.record({ filter, count: fc.integer({ min: 0, max: 7 }), from: fc.nat(10) });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), fc.array(wait), async (steps, waits) => {
      const journal = make(5);
      const ended = new Set<unknown>();
      const due = new Set<unknown>();
      const enough = (): void => {
        for (const one of begun) if (journal.count(one.filter) >= one.count) due.add(one);
      };
      let begun: typeof waits = [];
      for (const [at, step] of steps.entries()) {
        for (const one of waits.filter(({ from }) => from === at))
          void journal.waitForCount(one.filter, one.count).then(() => ended.add(one));
        begun = waits.filter(({ from }) => from <= at);
        enough();
        if (step.do === 'add') journal.add({ kind: 'http', operation: step.operation });
        else if (step.do === 'clear') journal.clear();
        else {
          const loaded = step.operations.map((name, index): JournalEntry => {
            return { seq: index + 1, at: 0, kind: 'http', operation: name };
          });
          journal.load(loaded, loaded.length);
        }
        enough();
        await new Promise((resolve) => setImmediate(resolve));
        expect([...ended]).toEqual(expect.arrayContaining([...due]));
        expect(ended.size).toBe(due.size);
      }
    }),
  );
});

test.each(['wait?count=', 'wait?count=%20', 'wait?count=1e3', 'wait?count=-1', 'wait?timeoutMs=', '?limit='])(
  'an invalid number is refused: %s',
  async (query) => {
    await using mock = createMock({ seed: 'x' });
    const answer = await mock.fetch(`/_mock/journal${query.startsWith('?') ? '' : '/'}${query}`, {
      headers: { 'x-api-key': 'dct_me' },
    });
    expect([answer.status, await answer.json()]).toMatchObject([
      400,
      { error: { code: 'bad_input', message: expect.stringContaining('a whole number') as string } },
    ]);
  },
);
