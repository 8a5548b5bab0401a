import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { createMock } from '../../src/index.js';
import { readFrame } from '../../src/realtime/gateway/read-frame.js';
import { redactText } from '../../src/contract/redaction/redact-text.js';
import { redact } from '../../src/contract/redaction/redact-value.js';
import { promptEffects } from '../../src/world/rules/prompt-directives.js';
import { elapsed } from './support.js';

/** Bytes on the heap that something still holds. */
function heldBytes(): number {
  setFlagsFromString('--expose-gc');
  // Names of fields are held by the shapes of objects, which outlive those a little.
  for (let turn = 0; turn < 5; turn++) (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

const MB = 1024 * 1024;

describe('hostile text', () => {
  test.each([
    ['100,000 beginnings of a JWT', () => redactText('eyJ-'.repeat(100_000))],
    ['50,000 JWTs without a signature', () => redactText('eyJa.eyJ-..'.repeat(50_000))],
    ['beginnings of a JWT across the limit', () => redact('eyJ-.'.repeat(100_000), 16_384)],
    ['100,000 unclosed directives', () => promptEffects('[mock:a='.repeat(100_000))],
    ...[
      'token=',
      "token=' ",
      '"token":{"',
      'a_',
      '%25',
      '%64%',
      '\\',
      '//a@',
      '//',
      'Basic a',
      'dct_',
      'eyJa.',
    ].map((unit): [string, () => unknown] => {
      const text = `@ key= %64 ${unit.repeat(MB / unit.length)}`;
      return [`1 MB of ${unit}`, () => [redactText(text), redact({ [text]: text }, 4 * MB)]];
    }),
  ])('of %s is parsed within seconds', (_what, read) => {
    expect(elapsed(read)).toBeLessThan(5_000);
  });

  test('of 200,000 plan directives is merged into one plan', () => {
    expect(promptEffects('[mock:pending=1s]' + '[mock:fail]'.repeat(200_000))).toEqual([
      { type: 'plan', outcome: 'failed', pending: 1_000 },
    ]);
  });
});

describe('the journal', () => {
  test.each([
    ['a long text', (at: number) => redact({ prompt: `${at}`.padEnd(4 * MB, 'x') }, 16_384)],
    ['a long name', (at: number) => redact({ [`${at}`.padEnd(4 * MB, 'x')]: 1 }, 16_384)],
    [
      'many fields',
      (at: number) =>
        redact(
          Object.fromEntries(Array.from({ length: 50_000 }, (_, field) => [`field-${at}-${field}`, at])),
          16_384,
        ),
    ],
    ['a long list', (at: number) => redact(Array(500_000).fill(at), 16_384)],
    ['the type of an unknown frame', (at: number) => readFrame(frameOf(`${at}`.padEnd(4 * MB, 'x')), false)],
  ])('keeps only the start of %s in memory', (_what, keep) => {
    keep(0);
    const before = heldBytes();
    const kept = Array.from({ length: 10 }, (_, at) => keep(at));
    expect(heldBytes() - before).toBeLessThan(3 * MB);
    expect(kept).toHaveLength(10);
  });

  test('keeps only the start of a requested model in memory', async () => {
    await using mock = createMock({ seed: 'x' });
    const ask = (model: string) =>
      mock.fetch('/v1/realtime/sessions', {
        method: 'POST',
        headers: { 'x-api-key': 'dct_long', 'content-type': 'application/json' },
        body: JSON.stringify({ model, sdp: { type: 'offer', sdp: 'v=0' } }),
      });
    await ask('first');
    const before = heldBytes();
    for (let at = 0; at < 10; at++) expect((await ask(`${at}`.padEnd(2 * MB, 'x'))).status).toBe(404);
    expect(heldBytes() - before).toBeLessThan(6 * MB);
  });

  test('marks what is cut, and measures what is kept', () => {
    const kept = redact({ a: 'x'.repeat(100), b: [1, 2, 3], c: 'y' }, 90);
    expect(kept.value).toEqual({ a: `${'x'.repeat(41)}[cut]`, b: '[cut]', c: '[cut]' });
    expect(redact(Array(100).fill('abcdefgh'), 80).value).toEqual([
      ...Array<string>(4).fill('abcdefgh'),
      '[cut]',
    ]);
  });
});

const frameOf = (type: string): Buffer => Buffer.from(JSON.stringify({ type }));
const key = 'dct_weights';
const headers = { 'x-api-key': key };
const post = { method: 'POST', headers };

test('a long path, model and job id are cut, and count towards the size of the journal', async () => {
  const journalBytes = 100_000;
  await using mock = createMock({ seed: 'x', limits: { journalBytes } });
  const long = 'x'.repeat(8_000);
  for (let at = 0; at < 20; at++) {
    await mock.fetch(`/v1/jobs/${at}${long}`, post);
    await mock.fetch(`/v1/jobs/${at}${long}`, { headers });
  }
  const kept = await mock.account(key).journal.find();
  expect(JSON.stringify(kept).length).toBeLessThan(1.2 * journalBytes);
  expect(kept.at(-2)?.model).toMatch(/^19x{198}\[cut\]$/);
  expect(kept.at(-1)?.jobId).toMatch(/^19x{198}\[cut\]$/);
});

test('the list of fifty thousand applied directives is cut', async () => {
  await using mock = createMock({ seed: 'x', limits: { journalBodyBytes: 0 } });
  const body = new FormData();
  body.set('prompt', '[mock:malformed]'.repeat(50_000));
  await mock.fetch('/v1/jobs/lucy-2.5', { ...post, body });
  const [entry] = await mock.account(key).journal.find();
  expect(entry?.rules?.slice(0, 2)).toEqual(['magic:malformed', 'magic:malformed']);
  expect(entry?.rules?.at(-1)).toBe('[cut]');
  expect(JSON.stringify(entry?.rules).length).toBeLessThan(8_000);
});
