import { brotliCompressSync, deflateSync, gzipSync, constants } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startMock, type RunningMock } from '../../../src/index.js';

const KEY = 'dct_bodies';
const MiB = 1024 * 1024;

let mock: RunningMock;
const defects: unknown[] = [];
beforeEach(async () => {
  defects.length = 0;
  mock = await startMock({ seed: 'bodies', onDefect: (error) => defects.push(error) });
});
afterEach(async () => {
  expect(defects).toEqual([]);
  expect((await ask('GET', '/rules')).body).toEqual({ rules: [] });
  await mock.resetAll();
  expect(mock.world.text.held).toBe(0);
  await mock.close();
});

async function ask(method: string, path: string, body?: BodyInit, encoding?: string) {
  const response = await fetch(`${mock.url}/_mock${path}`, {
    method,
    headers: { 'x-api-key': KEY, ...(encoding !== undefined && { 'content-encoding': encoding }) },
    ...(body !== undefined && { body }),
  });
  const answered = (await response.json()) as {
    readonly error?: { readonly code: string; readonly message: string };
  };
  return { status: response.status, body: answered, ...answered.error };
}

const brotli = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(
    brotliCompressSync(text, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_LGWIN]: 24 },
    }),
  );
const bytes = (buffer: Buffer): Uint8Array<ArrayBuffer> => Uint8Array.from(buffer);

const RULE = JSON.stringify({ operation: 'jobs.status', effect: { type: 'error', code: 'at_capacity' } });

test.each([
  ['gzip', bytes(gzipSync(RULE))],
  ['deflate', bytes(deflateSync(RULE))],
  ['br', brotli(RULE)],
] as const)('a body in %s is read', async (encoding, body) => {
  expect((await ask('POST', '/rules', body, encoding)).status).toBe(201);
  expect((await ask('DELETE', '/rules')).body).toEqual({ removed: 1 });
});

test.each([
  ['gzip', 'not gzip', 'Z_DATA_ERROR'],
  ['deflate', 'not deflate', 'Z_DATA_ERROR'],
  ['br', 'not brotli', 'ERR_'],
  ['lzma', RULE, 'its content-encoding is "lzma"; send it as it is, or as gzip, '],
])('bytes that are not the %s they claim to be are refused', async (encoding, body, why) => {
  const { status, code, message } = await ask('POST', '/rules', body, encoding);
  expect({ status, code }).toEqual({ status: 400, code: 'not_json' });
  expect(message).toContain(why);
});

test('a compressed body that is cut off is refused', async () => {
  const { status, message } = await ask('POST', '/rules', bytes(gzipSync(RULE).subarray(0, -9)), 'gzip');
  expect(status).toBe(400);
  expect(message).toContain('Z_BUF_ERROR');
});

test('six small bodies that decompress to 32 MiB each are refused before they are held', async () => {
  const bomb = brotli(`{"jobs":"${'x'.repeat(32 * MiB)}"}`);
  expect(bomb.length).toBeLessThan(1_000);
  const before = process.memoryUsage().rss;
  const from = process.cpuUsage();
  const answers = await Promise.all(Array.from({ length: 6 }, () => ask('PUT', '/snapshot', bomb, 'br')));
  const { user, system } = process.cpuUsage(from);
  for (const { status, message } of answers)
    expect([status, message]).toEqual([
      413,
      'The body of PUT /_mock/snapshot is too large: more than 1048576 bytes.',
    ]);
  // Both are those of the whole process, in which other tests run.
  expect((user + system) / 1_000).toBeLessThan(4_000);
  expect(process.memoryUsage().rss - before).toBeLessThan(400 * MiB);
});

test.each([
  [
    'in a rule',
    '/rules',
    (deep: string) => `{"operation":"jobs.status","effect":{"type":"respond","status":503,"body":${deep}}}`,
  ],
  ['as a rule', '/rules', (deep: string) => deep],
  ['in a move of the clock', '/clock/advance', (deep: string) => `{"by":${deep}}`],
  ['in an account', '/accounts', (deep: string) => `{"key":"dct_a","credits":${deep}}`],
])('4,119 lists %s are refused, and nothing is stored', async (_where, path, body) => {
  const { status, message } = await ask('POST', path, body('['.repeat(4_119) + ']'.repeat(4_119)));
  expect(status).toBe(400);
  expect(message).toContain('nests more than 1000 lists and objects');
});

test('what a rule may nest can be read, saved and loaded again', async () => {
  const deep = (depth: number): string =>
    `{"operation":"jobs.status","effect":{"type":"respond","status":503,"body":${'['.repeat(depth)}${']'.repeat(depth)}}}`;
  expect((await ask('POST', '/rules', deep(978))).status).toBe(201);
  const refused = await ask('POST', '/rules', deep(979));
  expect([refused.status, refused.code]).toEqual([400, 'bad_rule']);
  const saved = await ask('GET', '/snapshot');
  expect(saved.status).toBe(200);
  expect((await ask('PUT', '/snapshot', JSON.stringify(saved.body))).status).toBe(200);
  expect((await ask('DELETE', '/rules')).body).toEqual({ removed: 1 });
});

test('a body of a million values is refused before they are made', async () => {
  const { status, message } = await ask('PUT', '/snapshot', `{"jobs":[${'[],'.repeat(600_000)}0]}`);
  expect(status).toBe(400);
  expect(message).toContain('has more than 1000000 values');
});

test('a list of 240,000 wrong jobs is refused at the first one', async () => {
  const saved = (await ask('GET', '/snapshot')).body;
  const from = performance.now();
  const { status, message } = await ask(
    'PUT',
    '/snapshot',
    JSON.stringify({ ...saved, jobs: Array(240_000).fill({}) }),
  );
  expect(performance.now() - from).toBeLessThan(5_000);
  expect(status).toBe(400);
  expect(message).toMatch(/^Not a valid snapshot: jobs\[0\]\.id: .* and 1 more\.$/);
});

test.each([
  ['a time before all times', 'jobs', { plan: [{ status: 'completed', at: -1e308 }] }],
  ['a time after all times', 'jobs', { plan: [{ status: 'completed', at: 1e308 }] }],
  ['more jobs than an account keeps', 'jobs', Array(250_001).fill(0)],
  ['more tokens than an account keeps', 'tokens', Array(10_001).fill(0)],
])('a snapshot with %s is refused, and the account stays as it was', async (_what, field, value) => {
  await ask('PUT', '/credits', JSON.stringify({ balance: 77, autoTopUp: null }));
  const saved = (await ask('GET', '/snapshot')).body;
  const job = {
    id: 'a',
    submittedAt: 0,
    input: { requestedModel: 'a', model: 'a', prompt: '', seed: 1, width: 2, height: 2, fps: 1 },
  };
  const list = Array.isArray(value) ? value : [{ ...job, ...value }];
  const { status, code } = await ask(
    'PUT',
    '/snapshot',
    JSON.stringify({ ...saved, credits: { balance: 1, open: [], ledger: [] }, [field]: list }),
  );
  expect([status, code]).toEqual([400, 'bad_snapshot']);
  expect((await ask('GET', '/credits')).body).toMatchObject({ balance: 77 });
});

test('a full mock refuses rules, still resets, and has room again then', async () => {
  await mock.close();
  mock = await startMock({
    seed: 'bodies',
    limits: { textBytes: 100_000 },
    onDefect: (error) => defects.push(error),
  });
  const rule = JSON.stringify({
    operation: 'jobs.status',
    effect: { type: 'respond', status: 503, body: 'x'.repeat(15_000) },
  });
  const statuses: number[] = [];
  for (let count = 0; count < 8; count++) statuses.push((await ask('POST', '/rules', rule)).status);
  expect(statuses).toEqual([201, 201, 201, 201, 201, 201, 507, 507]);
  expect(await ask('POST', '/rules', rule)).toMatchObject({
    code: 'full',
    body: {
      error: {
        advice: 'Reset accounts with POST /_mock/reset or /_mock/reset/all, or raise "limits.textBytes".',
      },
    },
  });
  expect((await ask('POST', '/reset')).status).toBe(200);
  expect((await ask('POST', '/rules', rule)).status).toBe(201);
  await ask('POST', '/reset');
});
