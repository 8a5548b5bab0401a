import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  BOUNDARY,
  clip,
  form,
  multipart,
  multipartType,
  serve,
  videoBlob,
  type Served,
} from './support/serve.js';
import { chunk, head, Wire, type WireAnswer } from './support/wire.js';

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

const detail = ({ status, body }: WireAnswer): [number, unknown] => [
  status,
  (JSON.parse(body) as { detail: unknown }).detail,
];
const post = (
  path: string,
  body: BodyInit,
  type = 'application/json',
  key = 'dct_hostile',
): Promise<Response> =>
  fetch(`${url}${path}`, { method: 'POST', headers: { 'x-api-key': key, 'content-type': type }, body });

describe('JSON', () => {
  test.each([
    ['10 MB of it', () => JSON.stringify({ metadata: 'x'.repeat(10_000_000) }), 413],
    ['nested 100,000 deep', () => '['.repeat(100_000) + ']'.repeat(100_000), 400],
    [
      'nested in an object, 5,000 deep',
      () => `{"metadata":${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}}`,
      400,
    ],
    ['nested 900 deep', () => `{"metadata":{"a":${'['.repeat(900)}${']'.repeat(900)}}}`, 200],
    ['many brackets in a text', () => JSON.stringify({ metadata: { a: `"[{\\"`.repeat(20_000) } }), 200],
    ['a list of 900 lists where a model is due', () => `${'['.repeat(900)}${']'.repeat(900)}`, 422],
    ['cut off', () => '{"expiresIn":', 422],
    ['with a duplicate key, of which the last counts', () => '{"expiresIn":0,"expiresIn":60}', 200],
    ['with a number beyond all numbers', () => '{"expiresIn":1e999}', 422],
    ['with NaN', () => '{"expiresIn":NaN}', 422],
    ['with a lone surrogate', () => '{"metadata":{"a":"\\ud800"}}', 200],
    ['with a null byte', () => '{"allowedModels":["\\u0000"]}', 200],
  ])('%s', async (_what, body, status) => {
    expect((await post('/v1/client/tokens', body())).status).toBe(status);
  });

  test('that is no text: 400', async () => {
    const response = await post('/v1/client/tokens', Uint8Array.from([0x7b, 0xff, 0xfe, 0x7d]));
    expect([response.status, await response.json()]).toEqual([
      400,
      { error: 'There was an error parsing the body' },
    ]);
  });

  test('of 2 MB, while the client sends: answered, and the connection lives on', async () => {
    const body = Buffer.alloc(2_000_000, 0x20);
    using wire = await Wire.open(url);
    await wire.write(
      head('POST', '/v1/client/tokens', {
        'Content-Type': 'application/json',
        'Content-Length': body.length,
      }),
    );
    await wire.write(body.subarray(0, 1_200_000));
    expect((await wire.answer()).status).toBe(413);
    await wire.write(body.subarray(1_200_000));
    await wire.write(head('GET', '/v1/realtime/quota'));
    expect((await wire.answer()).status).toBe(200);
  });
});

describe('an upload that is too large', () => {
  const refusal = 'File size exceeds the maximum allowed size of 600KB';

  test('by its Content-Length: refused before a byte of it', async () => {
    using wire = await Wire.open(url);
    await wire.write(
      head('POST', '/v1/files', { 'Content-Type': multipartType, 'Content-Length': 9_999_999_999 }),
    );
    expect(detail(await wire.answer())).toEqual([413, refusal]);
    expect(served.mock.account('dct_wire').journal.find()).toMatchObject([
      { operation: 'files.upload', status: 413 },
    ]);
  });

  test('by what comes, without an end: refused at the limit, while the client still sends', async () => {
    using wire = await Wire.open(url);
    await wire.write(
      head('POST', '/v1/files', { 'Content-Type': multipartType, 'Transfer-Encoding': 'chunked' }),
    );
    await wire.write(
      chunk(
        Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n`),
      ),
    );
    for (let sent = 0; sent < 700 * KB; sent += 50 * KB) await wire.write(chunk(Buffer.alloc(50 * KB)));
    expect(detail(await wire.answer())).toEqual([413, refusal]);
    expect(served.mock.server.blobs.usage.diskBytes).toBeLessThanOrEqual(600 * KB + 1);
    await wire.write(chunk(Buffer.alloc(50 * KB)));
    await wire.write('0\r\n\r\n' + head('GET', '/v1/realtime/quota'));
    expect((await wire.answer()).status).toBe(200);
  });

  test('exactly the limit is fine', async () => {
    const file = (size: number) => form({ file: new Blob([new Uint8Array(size)]) });
    const upload = async (size: number) =>
      (
        await fetch(`${url}/v1/files`, {
          method: 'POST',
          headers: { 'x-api-key': 'dct_limit' },
          body: file(size),
        })
      ).status;
    expect(await upload(600 * KB)).toBe(200);
    expect(await upload(600 * KB + 1)).toBe(413);
  });

  test('with a key that is refused: answered although nobody reads the rest', async () => {
    const response = await fetch(`${url}/v1/files`, {
      method: 'POST',
      headers: { 'x-api-key': 'dct_invalid' },
      body: form({ file: new Blob([new Uint8Array(20_000_000)]) }),
    });
    expect(response.status).toBe(401);
  });

  test('more than the store holds: 507, and room again afterwards', async () => {
    await using small = await serve({ limits: { spillBytes: 10 * KB, diskBytes: 100 * KB } });
    const upload = (size: number) =>
      fetch(`${small.mock.url}/v1/files`, {
        method: 'POST',
        headers: { 'x-api-key': 'dct_store' },
        body: form({ file: new Blob([new Uint8Array(size)]) }),
      });
    expect((await upload(150 * KB)).status).toBe(507);
    expect(small.mock.server.blobs.usage).toEqual({ memoryBytes: 0, diskBytes: 0 });
    expect((await upload(60 * KB)).status).toBe(200);
    expect((await upload(60 * KB)).status).toBe(507);
    await small.expectClean();
    expect((await upload(60 * KB)).status).toBe(200);
  });
});

describe('a client that leaves', () => {
  test.each([
    ['in the head', () => [head('POST', '/v1/files', { 'Content-Type': multipartType }).slice(0, -4)]],
    [
      'before the body',
      () => [head('POST', '/v1/files', { 'Content-Type': multipartType, 'Content-Length': 1_000 })],
    ],
    [
      'in a small file',
      () => [
        head('POST', '/v1/files', { 'Content-Type': multipartType, 'Content-Length': 100_000 }),
        multipart([{ name: 'file', file: Buffer.alloc(50_000), filename: 'a' }], ''),
      ],
    ],
    [
      'in a file that has been spilt to disk',
      () => [
        head('POST', '/v1/files', { 'Content-Type': multipartType, 'Content-Length': 900_000 }),
        multipart([{ name: 'file', file: Buffer.alloc(500_000), filename: 'a' }], ''),
      ],
    ],
    [
      'between two files',
      () => [
        head('POST', '/v1/jobs/lucy-2.1', { 'Content-Type': multipartType, 'Content-Length': 900_000 }),
        multipart(
          [
            { ...clip, name: 'data' },
            { name: 'reference_image', file: Buffer.alloc(10), filename: 'a' },
          ],
          '',
        ),
      ],
    ],
    [
      'in JSON',
      () => [
        head('POST', '/v1/client/tokens', { 'Content-Type': 'application/json', 'Content-Length': 1_000 }),
        '{"a":',
      ],
    ],
    ['in what verify reads', () => [head('POST', '/v1/verify', { 'Content-Length': 1_000 }), 'abc']],
  ])('%s leaves nothing behind', async (_what, pieces) => {
    for (const leave of ['destroy', 'resetAndDestroy'] as const) {
      const wire = await Wire.open(url);
      for (const piece of pieces()) await wire.write(piece);
      await new Promise((resolve) => setImmediate(resolve));
      wire.socket[leave]();
      await served.expectClean();
    }
  });

  test('during a slow download', async () => {
    const headers = { 'x-api-key': 'dct_download' };
    const submitted = await fetch(`${url}/v1/jobs/lucy-2.5`, {
      method: 'POST',
      headers,
      body: form({ data: videoBlob, prompt: '[mock:instant]' }),
    });
    const { job_id } = (await submitted.json()) as { job_id: string };
    const { rules, clock } = served.mock.account('dct_download');
    rules.add({ operation: 'jobs.content', effect: { type: 'slow', bytesPerSecond: 100 } });
    const wire = await Wire.open(url);
    await wire.write(head('GET', `/v1/jobs/${job_id}/content`, { 'X-API-KEY': 'dct_download' }));
    await served.mock.account('dct_download').journal.waitForCount({ operation: 'jobs.content' }, 1);
    wire.socket.resetAndDestroy();
    await clock.advance('1h');
  });

  test.each(['jobs.content', 'jobs.status'] as const)('while %s is delayed', async (operation) => {
    const key = `dct_delay_${operation}`;
    const headers = { 'x-api-key': key };
    const submitted = await fetch(`${url}/v1/jobs/lucy-2.5`, {
      method: 'POST',
      headers,
      body: form({ data: videoBlob, prompt: '[mock:instant]' }),
    });
    const { job_id } = (await submitted.json()) as { job_id: string };
    const account = served.mock.account(key);
    account.rules.add({ operation, effect: { type: 'delay', ms: 1_000 } });
    const leaving = new AbortController();
    const path = operation === 'jobs.content' ? '/content' : '';
    const asked = fetch(`${url}/v1/jobs/${job_id}${path}`, { headers, signal: leaving.signal });
    await expect.poll(() => account.clock.pending.length).toBe(1);
    leaving.abort();
    await expect(asked).rejects.toThrow();
    await account.clock.advance('1s');
    await account.journal.waitForCount({ operation }, 1);
  });
});
