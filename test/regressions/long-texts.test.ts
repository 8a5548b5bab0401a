import { readFile } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { createMock } from '../../src/index.js';
import { readFrame } from '../../src/realtime/gateway/read-frame.js';
import { redact, redactText } from '../../src/world/journal/redact.js';
import { promptEffects } from '../../src/world/rules/prompt-directives.js';

/** Bytes on the heap that something still holds. */
function heldBytes(): number {
  setFlagsFromString('--expose-gc');
  // Names of fields are held by the shapes of objects, which outlive those a little.
  for (let turn = 0; turn < 5; turn++) (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

const MB = 1024 * 1024;
const elapsed = (work: () => unknown): number => {
  const from = performance.now();
  work();
  return performance.now() - from;
};

describe('what nobody writes, but anybody may send', () => {
  it.each([
    ['beginnings of a JWT', () => redactText('eyJ-'.repeat(100_000))],
    ['two words of a JWT', () => redactText('eyJa.eyJ-..'.repeat(50_000))],
    ['the beginnings at the end of what is kept', () => redact('eyJ-.'.repeat(100_000), 16_384)],
    ['directives that nothing closes', () => promptEffects('[mock:a='.repeat(100_000))],
  ])('%s are read in no time', (_what, read) => {
    expect(elapsed(read)).toBeLessThan(5_000);
  });

  it('two hundred thousand plans are one plan', () => {
    expect(promptEffects('[mock:pending=1s]' + '[mock:fail]'.repeat(200_000))).toEqual([
      { type: 'plan', outcome: 'failed', pending: 1_000 },
    ]);
  });
});

describe('what a journal keeps of a long body', () => {
  it.each([
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
  ])('of %s the rest is let go', (_what, keep) => {
    keep(0);
    const before = heldBytes();
    const kept = Array.from({ length: 10 }, (_, at) => keep(at));
    expect(heldBytes() - before).toBeLessThan(3 * MB);
    expect(kept).toHaveLength(10);
  });

  it('of the model that a session is asked for, too', async () => {
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

  it('names what was cut, and weighs what is kept', () => {
    const told = redact({ a: 'x'.repeat(100), b: [1, 2, 3], c: 'y' }, 50);
    expect(told.value).toEqual({ a: `${'x'.repeat(41)}[cut]`, b: '[cut]', c: '[cut]' });
    expect(redact(Array(100).fill('abcdefgh'), 40).value).toEqual([
      ...Array<string>(4).fill('abcdefgh'),
      '[cut]',
    ]);
  });
});

const frameOf = (type: string): Buffer => Buffer.from(JSON.stringify({ type }));

describe('secrets', () => {
  const jwt = 'eyJhbGciOiJFZERTQSJ9.eyJqdGkiOiJlayJ9.c2lnbmF0dXJl';

  it.each([
    ['behind a word', `x my_dct_SECRETSECRET y`],
    ['behind an escaped line end, a key', String.raw`{"log":"key:\ndct_SECRETSECRET"}`],
    ['behind an escaped line end', String.raw`{"log":"token:\nek_0123456789SECRET"}`],
    ['behind a dash', `token-${jwt} y`],
  ])('are struck %s', (_where, text) => {
    expect(redactText(text)).not.toMatch(/SECRET|eyJ/);
  });

  it('are struck in the inspector', async () => {
    await using mock = createMock({ seed: 'x' });
    const headers = { 'x-api-key': 'dct_inspected' };
    const form = new FormData();
    form.set('prompt', 'with dct_SECRETSECRET in it');
    form.set('data', new Blob([await readFile('fixtures/input.mp4')], { type: 'video/mp4' }), 'a.mp4');
    await mock.fetch('/v1/jobs/lucy-2.5', { method: 'POST', headers, body: form });
    const [{ tag } = expect.fail()] = mock.world.accounts();
    const page = await (await mock.fetch(`/_mock/inspector?account=${tag}`)).text();
    expect(page).toContain('with [redacted] in it');
    expect(page).not.toContain('SECRET');
  });

  it.each([50, 60, 70, 80, 90])('are struck where a text is cut at %i', (limit) => {
    const told = redact({ text: `${'x '.repeat(20)}${jwt} ${'y'.repeat(100)}` }, limit);
    expect(JSON.stringify(told.value)).not.toContain('eyJ');
  });

  it('are struck in fields of these names', () => {
    const names = ['access_token', 'accessToken', 'eventToken', 'refresh_token', 'client_secret', 'cookie'];
    const told = redact(Object.fromEntries(names.map((name) => [name, 'plain'])), 1_000).value as object;
    expect(new Set(Object.values(told))).toEqual(new Set(['[redacted]']));
    expect(redact({ max_tokens: 5, tokens: ['a'] }, 1_000).value).toEqual({ max_tokens: 5, tokens: ['a'] });
  });
});
