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
