import { describe, expect, test } from 'vitest';
import { Clock } from '../../../src/world/time/clock.js';
import { Journal } from '../../../src/world/journal/journal.js';
import { redact } from '../../../src/contract/redaction/redact-value.js';

const make = (entries = 100, bytes = 1_000_000) => {
  const clock = new Clock({ mode: 'manual', now: 1_000 });
  return { clock, journal: new Journal(clock, { entries, bytes, bodyBytes: 100_000 }) };
};
const poll = { kind: 'http', operation: 'jobs.status', path: '/v1/jobs/1', status: 200 } as const;
const submit = {
  kind: 'http',
  operation: 'jobs.submit',
  path: '/v1/jobs/lucy',
  status: 410,
  error: 'model_retired',
} as const;

describe('the journal', () => {
  test('numbers and dates entries, oldest first', async () => {
    const { clock, journal } = make();
    journal.add(submit);
    await clock.advance(5);
    journal.add(poll);
    expect(journal.find()).toEqual([
      { seq: 1, at: 1_000, ...submit },
      { seq: 2, at: 1_005, ...poll },
    ]);
  });

  test.each([
    [{}, [1, 2, 3]],
    [{ operation: 'jobs.*' }, [1, 2, 3]],
    [{ operation: 'jobs.status' }, [2, 3]],
    [{ operation: 'jobs.stat' }, []],
    [{ path: '/v1/jobs/*' }, [1, 2, 3]],
    [{ status: 410 }, [1]],
    [{ error: 'model_retired', operation: 'jobs.status' }, []],
    [{ afterSeq: 2 }, [3]],
    [{ kind: 'ws' as const }, []],
    [{ jobId: 'x' }, []],
  ])('finds by %j', (filter, seqs) => {
    const { journal } = make();
    for (const entry of [submit, poll, poll]) journal.add(entry);
    expect(journal.find(filter).map(({ seq }) => seq)).toEqual(seqs);
    expect(journal.count(filter)).toBe(seqs.length);
  });

  test('is bounded in entries and bytes, and keeps numbering', () => {
    const { journal } = make(3);
    for (let index = 0; index < 5_000; index++) journal.add(poll);
    expect(journal.find().map(({ seq }) => seq)).toEqual([4_998, 4_999, 5_000]);
    expect(journal.lastSeq).toBe(5_000);
    const heavy = make(100, 10_000).journal;
    for (let index = 0; index < 10; index++) heavy.add({ ...poll, response: 'x'.repeat(3_000) });
    expect(heavy.count()).toBe(3);
    heavy.add({ ...poll, response: 'x'.repeat(50_000) });
    expect(heavy.find().map(({ seq }) => seq)).toEqual([11]);
  });

  test('resolves waits when enough entries match, at once if they do already', async () => {
    const { journal } = make();
    journal.add(poll);
    await journal.waitForCount({ operation: 'jobs.status' }, 1);
    let resolved = 0;
    const waiting = [2, 3].map((count) =>
      journal.waitForCount({ operation: 'jobs.status' }, count).then(() => resolved++),
    );
    journal.add(submit);
    journal.add(poll);
    await waiting[0];
    expect(resolved).toBe(1);
    journal.add(poll);
    await waiting[1];
    expect(resolved).toBe(2);
  });

  test('rejects an aborted wait with what was seen', async () => {
    const { journal } = make();
    journal.add(poll);
    const signal = AbortSignal.abort();
    const waiting = journal.waitForCount({ operation: 'jobs.status' }, 2, signal);
    await expect(waiting).rejects.toThrow(
      'Waited for 2 journal entries matching {"operation":"jobs.status"}, saw 1.',
    );
  });
});

describe('redaction', () => {
  test('removes keys anywhere in a value, and nothing else', () => {
    const redacted = redact(
      {
        apiKey: 'anything',
        nested: [
          { token: 'anything', expiresIn: 60 },
          'with ek_0123456789 inside, and dct_secret, and sk-abcd',
        ],
        jwt: 'eyJhbGciOiJFZERTQSJ9.eyJqdGkiOiJ4In0.c2lnbmF0dXJl',
        text: 'see eyJhbGciOiJFZERTQSJ9.eyJqdGkiOiJ4In0.c2lnbmF0dXJl there',
        prompt: 'a token of love',
        token: { value: 1 },
        authorization: ['Bearer anything'],
        password: null,
        'dct_secret as a name': 1,
        nothing: null,
      },
      10_000,
    ).value;
    expect(redacted).toEqual({
      apiKey: '[redacted]',
      nested: [
        { token: '[redacted]', expiresIn: 60 },
        'with [redacted] inside, and [redacted], and [redacted]',
      ],
      jwt: '[redacted]',
      text: 'see [redacted] there',
      prompt: 'a token of love',
      token: '[redacted]',
      authorization: '[redacted]',
      password: null,
      '[redacted] as a name': 1,
      nothing: null,
    });
  });

  test('cuts long, deep and large values, and measures what is left', () => {
    const long = redact({ a: 'x'.repeat(1_000), b: 1 }, 100);
    expect(JSON.stringify(long.value).length).toBeLessThan(150);
    let deep: unknown = 'bottom';
    for (let level = 0; level < 1_000; level++) deep = [deep];
    expect(JSON.stringify(redact(deep, 100_000).value)).toContain('[cut]');
    expect(redact('abc', 100).bytes).toBe(3);
  });

  test('keeps field names that are special in JavaScript', () => {
    const { value } = redact(JSON.parse('{"__proto__":{"x":1},"constructor":2}'), 1_000);
    expect(Object.keys(value as object)).toEqual(['__proto__', 'constructor']);
  });
});
