import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { Clock } from '../../src/world/time/clock.js';
import { Journal, type JournalEntry, type JournalFilter } from '../../src/world/journal/journal.js';

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
      const told = new Set<unknown>();
      const due = new Set<unknown>();
      const enough = (): void => {
        for (const one of begun) if (journal.count(one.filter) >= one.count) due.add(one);
      };
      let begun: typeof waits = [];
      for (const [at, step] of steps.entries()) {
        for (const one of waits.filter(({ from }) => from === at))
          void journal.waitForCount(one.filter, one.count).then(() => told.add(one));
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
        expect([...told]).toEqual(expect.arrayContaining([...due]));
        expect(told.size).toBe(due.size);
      }
    }),
  );
});
