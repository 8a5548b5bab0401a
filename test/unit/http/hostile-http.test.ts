import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clip, multipart, multipartType, serve, type Served } from './support/serve.js';
import { head, Wire, type WireAnswer } from './support/wire.js';

/** Input that means harm, or comes from a broken client: a clear answer, a server that goes on, nothing left behind. */
let served: Served;
let url = '';
const unhandled: unknown[] = [];
const note = (error: unknown): void => void unhandled.push(error);
const { TMPDIR } = process.env;
const temporary = mkdtempSync(join(tmpdir(), 'hostile-'));
const KB = 1_000;

beforeAll(async () => {
  process.on('unhandledRejection', note);
  process.env['TMPDIR'] = temporary;
  served = await serve({ limits: { uploadBytes: 600 * KB, spillBytes: 200 * KB } });
  url = served.mock.url;
});
afterEach(async () => {
  await served.expectClean();
  expect(unhandled).toEqual([]);
});
afterAll(async () => {
  process.off('unhandledRejection', note);
  expect(readdirSync(temporary)).toHaveLength(1);
  await served.mock.close();
  expect(readdirSync(temporary)).toEqual([]);
  if (TMPDIR === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = TMPDIR;
  rmSync(temporary, { recursive: true });
});

/** Sends a whole request and reads the answer. */
async function ask(...pieces: readonly (string | Uint8Array)[]): Promise<WireAnswer> {
  using wire = await Wire.open(url);
  for (const piece of pieces) await wire.write(piece);
  return await wire.answer();
}
const post = (
  path: string,
  body: BodyInit,
  type = 'application/json',
  key = 'dct_hostile',
): Promise<Response> =>
  fetch(`${url}${path}`, { method: 'POST', headers: { 'x-api-key': key, 'content-type': type }, body });

describe('bytes that are not HTTP', () => {
  test.each([
    ['a head of 64 KB', head('GET', '/v1/jobs/x', { 'X-Long': 'h'.repeat(64 * 1024) }), 431],
    [
      '2,500 headers',
      head('GET', '/v1/jobs/x', Object.fromEntries(Array.from({ length: 2_500 }, (_, i) => [`X-${i}`, 'y']))),
      // Node refuses more than 2,000 headers in recent releases; older ones drop the rest.
      Number(process.versions.node.split('.')[0]) >= 24 ? 431 : 404,
    ],
    ['nonsense', 'EHLO mail.example\r\n\r\n', 400],
    ['a header with a null byte', 'GET /v1/jobs/x HTTP/1.1\r\nHost: x\r\nX-A: a\0b\r\n\r\n', 400],
    ['no host', 'GET /v1/jobs/x HTTP/1.1\r\n\r\n', 400],
    ['a negative length', head('POST', '/v1/files', { 'Content-Length': -1 }), 400],
    [
      'two lengths',
      'POST /v1/files HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
      400,
    ],
    [
      'a length and chunks',
      head('POST', '/v1/files', { 'Content-Length': 5, 'Transfer-Encoding': 'chunked' }) + '0\r\n\r\n',
      400,
    ],
    [
      'a chunk size that is none',
      head('POST', '/v1/client/tokens', { 'Transfer-Encoding': 'chunked' }) + 'xyz\r\n',
      400,
    ],
  ])('%s: %i', async (_what, text, status) => {
    using wire = await Wire.open(url);
    await wire.write(text).catch(() => undefined);
    expect((await wire.answer()).status).toBe(status);
  });

  test('a length that is too short: the rest is no request', async () => {
    const body = multipart([clip]);
    using wire = await Wire.open(url);
    await wire.write(
      head('POST', '/v1/jobs/lucy-2.1', { 'Content-Type': multipartType, 'Content-Length': 100 }),
    );
    await wire.write(body);
    expect((await wire.answer()).status).toBe(400);
  });

  test('a length that is too long, and then the end', async () => {
    const body = multipart([clip]);
    using wire = await Wire.open(url);
    await wire.write(
      head('POST', '/v1/jobs/lucy-2.1', {
        'Content-Type': multipartType,
        'Content-Length': body.length + 10,
      }),
    );
    await wire.write(body);
    wire.socket.end();
    await expect.poll(() => wire.closed).toBe(true);
    expect(await served.mock.account('dct_wire').jobs()).toEqual([]);
  });

  test('half a head, then silence and the end', async () => {
    const wires = await Promise.all(Array.from({ length: 50 }, () => Wire.open(url)));
    for (const wire of wires) await wire.write('POST /v1/files HTTP/1.1\r\nHost: x\r\nX-');
    expect((await fetch(`${url}/v1/models/resolve`, { method: 'POST' })).status).toBe(422);
    for (const wire of wires) wire.socket.destroy();
  });
});

describe('paths', () => {
  test.each([
    '/v1/files/../jobs/x',
    '/v1/files/..%2fjobs%2fx',
    '/v1/files/%2e%2e%2f%2e%2e%2fetc%2fpasswd',
    '/v1/files/%00',
    '/v1/files/a%00b',
    '/v1/files/%ff',
    '/v1/files/%zz',
    '/v1/files/%',
    '/v1/jobs/..',
    '/v1/jobs/%2e%2e/content',
    '/v1/jobs/a%0d%0aX-Evil:%201',
    '/v1/jobs/a;b=c?d=e#f',
    '/v1/jobs/\\..\\..',
    '/v1/jobs/%F0%9F%98%80',
  ])('%s: 404', async (path) => {
    const { status, headers, body } = await ask(head('GET', path));
    expect(status).toBe(404);
    expect(headers).not.toHaveProperty('x-evil');
    expect(JSON.parse(body)).toHaveProperty('detail');
  });

  test('of 20,000 characters: 404', async () => {
    expect((await ask(head('GET', `/v1/jobs/${'j'.repeat(20_000)}`))).status).toBe(404);
  });

  test('in absolute form, and as a star', async () => {
    expect((await ask(head('GET', `${url}/v1/realtime/quota`))).status).toBeLessThan(500);
    expect((await ask(head('OPTIONS', '*'))).status).toBeLessThan(500);
  });

  test('a filename that is one stays a name', async () => {
    const names = [
      '../../etc/passwd',
      '/etc/passwd',
      'C:\\x\\y.mp4',
      '..',
      '.',
      'a/b/c.mp4',
      'x'.repeat(5_000),
    ];
    for (const name of names) {
      const body = multipart([
        { name: 'file', file: Buffer.alloc(300 * KB), filename: name.replaceAll('\\', '\\\\') },
      ]);
      const response = await post('/v1/files', body, multipartType);
      expect([response.status, ((await response.json()) as { filename: string }).filename]).toEqual([
        200,
        name,
      ]);
    }
  });
});

describe('the x-decart-mock header', () => {
  const withHeader = (value: string): Promise<Response> =>
    fetch(`${url}/v1/realtime/quota`, { headers: { 'x-api-key': 'dct_header', 'x-decart-mock': value } });

  test.each([
    'nonsense',
    '{}',
    '{"type":"__proto__"}',
    '{"type":"respond"}',
    '{"type":"respond","status":99}',
    '{"type":"respond","status":200,"headers":{"a b":"x"}}',
    '{"type":"respond","status":200,"headers":{"x":1}}',
    '{"type":"respond","status":200,"headers":{"x":"a\\r\\nb: c"}}',
    '[[]]',
    'null',
    '{"type":"delay","ms":-1}',
    '{"type":"no-response","extra":1}',
  ])('%s: 422, told in words', async (value) => {
    const response = await withHeader(value);
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ detail: [{ loc: ['header', 'x-decart-mock'] }] });
  });
});
