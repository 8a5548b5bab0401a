import { afterEach, beforeEach, expect, test } from 'vitest';
import { createMock, type Mock } from '../../../src/index.js';
import { Random } from '../../../src/world/random/random.js';
import { form, videoBlob } from '../http/support/serve.js';

/** No value in any field of a body makes an internal error, neither at once nor when what was stored is read. */

const nested = (depth: number): unknown => {
  let value: unknown = 1;
  for (let level = 0; level < depth; level++) value = [value];
  return value;
};

/** Values that JSON can carry, and few programs expect. */
const extremes: readonly unknown[] = [
  null,
  true,
  '',
  [],
  {},
  0,
  -1,
  -0.5,
  1e-320,
  2 ** 31,
  2 ** 53,
  1e15,
  253_402_300_799_999,
  253_402_300_800_000,
  8.64e15 + 1,
  1e308,
  -1e308,
  0.1,
  'NaN',
  '1e999',
  '-1',
  '10000-01-01T00:00:00Z',
  '1969-12-31T23:59:59Z',
  '\u0000',
  '\ud800',
  '__proto__',
  'x'.repeat(70_000),
  nested(900),
  nested(1_100),
  JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{}}}') as unknown,
  [[], {}, null, 1e308],
];

type Path = readonly (string | number)[];

/** The path of every value in a body, itself included. */
function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const entries = Array.isArray(value) ? [...value.entries()].slice(0, 2) : Object.entries(value);
  return [path, ...entries.flatMap(([name, one]) => pathsOf(one, [...path, name]))];
}

/** A copy with another value at a path. */
function changed(value: unknown, [name, ...rest]: Path, to: unknown): unknown {
  if (name === undefined) return to;
  const copy = Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) };
  const fields = copy as Record<string | number, unknown>;
  fields[name] = changed(fields[name], rest, to);
  return copy;
}

/** The body with `count` times another of the extremes somewhere; the same ones each time. */
function* strangeBodies(
  body: unknown,
  count: number,
): Generator<{ at: Path; value: unknown; body: unknown }> {
  const paths = pathsOf(body);
  const random = new Random('strange');
  for (let made = 0; made < count; made++) {
    const at = paths[random.int(paths.length)] ?? [];
    const value = extremes[random.int(extremes.length)];
    yield { at, value, body: changed(body, at, value) };
  }
}

const effects = [
  { type: 'respond', status: 503, body: { a: [1] }, headers: { 'x-a': 'b' } },
  { type: 'delay', ms: { lognormal: { median: 1, sigma: 1 } } },
  { type: 'plan', outcome: 'failed', pending: { uniform: [1, 2] }, processing: 5 },
  { type: 'error', code: 'at_capacity', retryAfterSeconds: 3 },
  { type: 'truncate', afterBytes: 10 },
  { type: 'slow', bytesPerSecond: 1_000 },
];

const bodies: readonly (readonly [method: string, path: string, body: unknown])[] = [
  ['PUT', '/_mock/clock', { mode: 'scaled', rate: 2 }],
  ['POST', '/_mock/clock/advance', { by: '1s' }],
  ['POST', '/_mock/clock/advance', { to: '2026-12-01T00:00:00Z' }],
  ['PUT', '/_mock/credits', { balance: 5, autoTopUp: { below: 1, to: 2 } }],
  ['PUT', '/_mock/quota', { maxConcurrentSessions: 2 }],
  ['PUT', '/_mock/pace', { pace: 'live' }],
  ['PUT', '/_mock/permissions', { allowedModels: ['lucy-2.5'], serviceTier: 1, zeroDataRetention: false }],
  [
    'POST',
    '/_mock/accounts',
    { key: 'dct_other', keyName: 'a', organisation: 'o', credits: 1, autoTopUp: null, pace: 'fast' },
  ],
  ...effects.map(
    (effect) =>
      [
        'POST',
        '/_mock/rules',
        {
          operation: effect.type === 'plan' ? 'jobs.submit' : 'tokens.create',
          when: { nth: 1, probability: 0.5 },
          match: { model: 'a' },
          effect,
        },
      ] as const,
  ),
  [
    'POST',
    '/v1/client/tokens',
    {
      expiresIn: 60,
      allowedModels: ['lucy-2.5'],
      allowedOrigins: ['https://a.example'],
      constraints: { realtime: { maxSessionDuration: 60 } },
      metadata: { a: { b: [1] } },
    },
  ],
  ['POST', '/v1/telemetry', { events: [{ name: 'a' }] }],
  ['POST', '/v1/realtime/sessions', { model: 'lucy-2.5', sdp: { type: 'offer', sdp: 'v=0' }, prompt: 'a' }],
];

const KEY = 'dct_hostile';
const READS = [
  '/state',
  '/rules',
  '/jobs',
  '/files',
  '/tokens',
  '/sessions',
  '/journal',
  '/credits/ledger',
  '/snapshot',
];

let mock: Mock;
const defects: unknown[] = [];
beforeEach(() => {
  defects.length = 0;
  mock = createMock({
    seed: 'hostile',
    clock: 'manual',
    now: '2026-10-01',
    onDefect: (error) => defects.push(error),
    onWarning: () => undefined,
  });
});
afterEach(() => mock.close());

const ask = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  mock.fetch(path, {
    method,
    headers: { 'x-api-key': KEY, 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });

function expectHandled(status: number, text: string, at: Path, value: unknown): void {
  const shown = { at, value: JSON.stringify(value).slice(0, 60) };
  const failure = status < 500 ? '' : text;
  expect({ ...shown, failure, defects }).toEqual({ ...shown, failure: '', defects: [] });
}

/** Reads all that is stored. */
async function readAll(): Promise<void> {
  for (const path of READS) {
    const response = await ask('GET', `/_mock${path}`);
    expect({
      path,
      status: response.status,
      body: response.status === 200 ? '' : await response.text(),
    }).toEqual({ path, status: 200, body: '' });
    await response.text();
  }
}

test.each(bodies)('%s %s takes or refuses each value in each field', async (method, path, body) => {
  for (const { at, value, body: strange } of strangeBodies(body, 40)) {
    const response = await ask(method, path, strange);
    expectHandled(response.status, await response.text(), at, value);
  }
  await readAll();
  await ask('POST', '/_mock/reset');
});

test('the effects of the header are taken or refused', async () => {
  await ask('PUT', '/_mock/clock', { mode: 'auto' });
  for (const effect of effects)
    for (const { at, value, body } of strangeBodies(effect, 20)) {
      const header = JSON.stringify(body).replace(/[^\x20-\x7e]/g, '?');
      if (header.length > 16_000) continue;
      const response = await ask('POST', '/v1/client/tokens', {}, { 'x-decart-mock': header });
      const text = await response.text();
      if (text.includes('"detail"')) expect(response.status).toBe(422);
      expect({ at, value, defects }).toEqual({ at, value, defects: [] });
    }
});

test('a snapshot with a strange value is refused, or loads into an account that can be read', async () => {
  const post = (path: string, key: string, body?: FormData) =>
    mock.fetch(path, { method: 'POST', headers: { [key]: KEY }, ...(body && { body }) });
  await post('/v1/jobs/lucy-2.5', 'x-api-key', form({ data: videoBlob, prompt: 'a' }));
  await post('/v1/files', 'x-api-key', form({ file: videoBlob }));
  await post('/v1/queues/q/tickets', 'x-queue-key');
  await ask('POST', '/v1/client/tokens', { metadata: { a: 1 } });
  await ask('POST', '/_mock/rules', { operation: 'jobs.status', effect: effects[0] });
  const saved = (await (await ask('GET', '/_mock/snapshot')).json()) as Record<string, unknown>;
  for (const { at, value, body } of strangeBodies(saved, 150)) {
    const response = await ask('PUT', '/_mock/snapshot', body);
    expectHandled(response.status, await response.text(), at, value);
    if (response.status !== 200) continue;
    await readAll();
    await ask('POST', '/_mock/reset');
  }
});
