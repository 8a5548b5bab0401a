import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  BOUNDARY,
  clip,
  form,
  mp4,
  multipart,
  multipartType,
  serve,
  videoBlob,
  type Part,
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

/** Sends a whole request and reads the answer. */
async function ask(...pieces: readonly (string | Uint8Array)[]): Promise<WireAnswer> {
  using wire = await Wire.open(url);
  for (const piece of pieces) await wire.write(piece);
  return await wire.answer();
}
const submit = (body: Uint8Array, headers: Record<string, string | number> = {}): Promise<WireAnswer> =>
  ask(
    head('POST', '/v1/jobs/lucy-2.1', {
      'Content-Type': multipartType,
      'Content-Length': body.length,
      ...headers,
    }),
    body,
  );
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

describe('a broken multipart body', () => {
  const whole = multipart([{ name: 'prompt', text: 'x' }, clip]);
  test.each([
    ['in the middle of a file', whole.subarray(0, whole.length - 500)],
    ['in a part header', Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; na`)],
    ['before the first boundary', Buffer.from('nothing')],
    ['without the final boundary', multipart([clip], '')],
    ['empty', Buffer.alloc(0)],
  ])('that ends %s: 400', async (_what, body) => {
    expect(detail(await submit(body))).toEqual([400, 'There was an error parsing the body']);
  });

  test.each([
    ['a part without a name', 'Content-Disposition: form-data'],
    ['a part without a disposition', 'Content-Type: text/plain'],
    ['a part that is an attachment', 'Content-Disposition: attachment; name="prompt"'],
    ['a header of 64 KB', `Content-Disposition: form-data; name="x"\r\nX-Long: ${'h'.repeat(64 * 1024)}`],
    ['a header that is none', 'no colon here'],
  ])('with %s: 400 or 422, never 500', async (_what, header) => {
    const { status, body } = await submit(
      Buffer.from(`--${BOUNDARY}\r\n${header}\r\n\r\nx\r\n--${BOUNDARY}--\r\n`),
    );
    expect([400, 422]).toContain(status);
    expect(JSON.parse(body)).toHaveProperty('detail');
  });

  test('a boundary that the body does not use', async () => {
    const { status } = await submit(whole, { 'Content-Type': 'multipart/form-data; boundary=other' });
    expect(status).toBe(400);
  });

  test('10,000 fields', async () => {
    const parts = Array.from({ length: 10_000 }, (_, index): Part => ({ name: `f${index}`, text: 'x' }));
    expect(detail(await submit(multipart([...parts, clip])))).toEqual([
      400,
      'Too many fields. Maximum number of fields is 1000.',
    ]);
    expect((await post('/v1/jobs/lucy-2.1', multipart(parts), multipartType)).status).toBe(400);
    const text = parts.map(({ name }) => `${name}=x`).join('&');
    const response = await post('/v1/jobs/lucy-2.1', text, 'application/x-www-form-urlencoded');
    expect([response.status, await response.json()]).toEqual([
      400,
      { detail: 'Too many fields. Maximum number of fields is 1000.' },
    ]);
  });

  test('2,000 files', async () => {
    const parts = Array.from({ length: 2_000 }, (): Part => ({
      name: 'data',
      file: Buffer.from('x'),
      filename: 'a',
    }));
    expect(detail(await submit(multipart(parts)))).toEqual([
      400,
      'Too many files. Maximum number of files is 1000.',
    ]);
  });

  test('a field of more than a megabyte', async () => {
    const text = 'x'.repeat(1024 * 1024 + 1);
    expect(detail(await submit(multipart([{ name: 'prompt', text }, clip])))).toEqual([
      400,
      'Part exceeded maximum size of 1024KB.',
    ]);
  });

  test('a field name of 2,000 characters, ignored, and one of 20,000: 400', async () => {
    expect((await submit(multipart([{ name: 'n'.repeat(2_000), text: 'x' }, clip]))).status).toBe(200);
    expect((await submit(multipart([{ name: 'n'.repeat(20_000), text: 'x' }, clip]))).status).toBe(400);
  });

  test('a prompt of exactly a megabyte is fine', async () => {
    const { status } = await submit(multipart([{ name: 'prompt', text: 'x'.repeat(1024 * 1024) }, clip]));
    expect(status).toBe(200);
  });

  test('invalid UTF-8 in text, field name and filename', async () => {
    const bad = Buffer.from([0x66, 0xff, 0xfe, 0x66]).toString('latin1');
    const body = Buffer.from(
      [
        `--${BOUNDARY}\r\nContent-Disposition: form-data; name="prompt"\r\n\r\n${bad}\r\n`,
        `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${bad}"\r\n\r\nx\r\n`,
        `--${BOUNDARY}\r\nContent-Disposition: form-data; name="data"; filename="${bad}"\r\n\r\n${mp4.toString('latin1')}\r\n`,
        `--${BOUNDARY}--\r\n`,
      ].join(''),
      'latin1',
    );
    expect((await submit(body)).status).toBe(200);
  });
});

describe('names that JavaScript knows', () => {
  const names = [
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    '__proto__[polluted]',
    'constructor[prototype][polluted]',
  ];

  test('as fields and files are names like any other', async () => {
    const parts = names.flatMap((name): Part[] => [
      { name, text: 'yes' },
      { name, file: Buffer.from('yes'), filename: name },
    ]);
    expect((await submit(multipart([...parts, clip]))).status).toBe(200);
    expect((await submit(multipart(parts))).status).toBe(422);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    const [entry] = served.mock.account('dct_wire').journal.find();
    expect(Object.keys(entry?.request as object).sort()).toEqual([...names, 'data'].sort());
  });

  test.each(names)('%s as model, job, file, queue and key', async (name) => {
    const path = encodeURIComponent(name);
    expect((await post(`/v1/jobs/${path}`, form({ data: videoBlob }), 'x/y')).status).toBe(405);
    expect((await post(`/v1/generate/${path}`, 'x', 'x/y')).status).toBe(404);
    for (const route of [`/v1/jobs/${path}`, `/v1/jobs/${path}/content`, `/v1/files/${path}`])
      expect((await fetch(`${url}${route}`, { headers: { 'x-api-key': name } })).status).toBe(404);
    const ticket = await fetch(`${url}/v1/queues/${path}/tickets`, {
      method: 'POST',
      headers: { 'x-queue-key': name },
    });
    expect(ticket.status).toBe(200);
  });

  test('in JSON and urlencoded bodies change nothing', async () => {
    const token = await post(
      '/v1/client/tokens',
      '{"__proto__":{"expiresIn":1},"constructor":1,"metadata":{"__proto__":1}}',
    );
    expect(token.status).toBe(200);
    const submitted = await post(
      '/v1/jobs/lucy-2.1',
      '__proto__=1&constructor=2',
      'application/x-www-form-urlencoded',
    );
    expect(submitted.status).toBe(422);
    expect(({} as Record<string, unknown>)['expiresIn']).toBeUndefined();
  });

  test('as rules are refused', () => {
    const { rules } = served.mock.account('dct_rules');
    for (const name of names) {
      expect(() => rules.add({ operation: name, effect: { type: 'no-response' } } as never)).toThrow();
      expect(() => rules.add({ operation: 'verify', effect: { type: name } } as never)).toThrow();
    }
    expect(rules.list()).toEqual([]);
  });

  test('as prompt directives are prose', async () => {
    const body = form({
      data: videoBlob,
      prompt: '[mock:constructor] [mock:__proto__=1] [mock:toString] [mock:]',
    });
    const response = await fetch(`${url}/v1/jobs/lucy-2.1`, {
      method: 'POST',
      headers: { 'x-api-key': 'dct_p' },
      body,
    });
    expect(response.status).toBe(200);
  });
});

describe('field names in brackets', () => {
  test('are not taken apart', async () => {
    const parts: Part[] = [
      { name: 'prompt[]', text: 'a' },
      { name: 'seed[0]', text: 'not a number' },
      { name: 'a[4294967294]', text: 'x' },
      { name: 'a' + '[b]'.repeat(300), text: 'deep' },
      clip,
    ];
    expect((await submit(multipart(parts))).status).toBe(200);
    expect((await served.mock.account('dct_wire').jobs())[0]?.prompt).toBe('');
  });
});

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

describe('HTTP that is none', () => {
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

describe('the header that asks for behaviour', () => {
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
