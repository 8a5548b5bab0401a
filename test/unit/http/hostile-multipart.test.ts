import { describe, expect, test } from 'vitest';
import { detail, hostileServer } from './support/hostile.js';
import { BOUNDARY, clip, mp4, multipart, multipartType, type Part } from './support/serve.js';

const server = hostileServer();

describe('a multipart body', () => {
  const whole = multipart([{ name: 'prompt', text: 'x' }, clip]);
  test.each([
    ['cut in the middle of a file', whole.subarray(0, whole.length - 500)],
    ['cut in a part header', Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; na`)],
    ['without the final boundary', multipart([clip], '')],
    ['empty', Buffer.alloc(0)],
  ])('that is %s lacks its file: the part that has no end is dropped, as by FastAPI', async (_what, body) => {
    expect(detail(await server.submit(body))).toMatchObject([
      422,
      [{ type: 'missing', loc: ['body', 'data'] }],
    ]);
  });

  test('that is cut is explained in the journal', async () => {
    await server.submit(whole.subarray(0, whole.length - 500), { 'X-API-KEY': 'dct_cut' });
    const [entry] = await server.mock.account('dct_cut').journal.find();
    expect(JSON.stringify(entry?.detail)).toContain('The body ends inside the part \\"data\\"');
  });

  test('without any boundary answers 400', async () => {
    expect(detail(await server.submit(Buffer.from('nothing')))).toEqual([400, 'Invalid multipart data.']);
  });

  test.each([
    ['a part without a name', 400, 'Content-Disposition: form-data'],
    ['a part without a disposition', 400, 'Content-Type: text/plain'],
    ['a part that is an attachment', 422, 'Content-Disposition: attachment; name="prompt"'],
    [
      'a header of 64 KB',
      400,
      `Content-Disposition: form-data; name="x"\r\nX-Long: ${'h'.repeat(64 * 1024)}`,
    ],
    ['a malformed header', 400, 'no colon here'],
  ])('with %s answers %i', async (_what, status, header) => {
    const answer = await server.submit(
      Buffer.from(`--${BOUNDARY}\r\n${header}\r\n\r\nx\r\n--${BOUNDARY}--\r\n`),
    );
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body)).toHaveProperty('detail');
  });

  test('without the boundary of its content type answers 400', async () => {
    const { status } = await server.submit(whole, { 'Content-Type': 'multipart/form-data; boundary=other' });
    expect(status).toBe(400);
  });

  test('of 10,000 fields answers 400', async () => {
    const parts = Array.from({ length: 10_000 }, (_, index): Part => ({ name: `f${index}`, text: 'x' }));
    expect(detail(await server.submit(multipart([...parts, clip])))).toEqual([
      400,
      'Too many fields. Maximum number of fields is 1000.',
    ]);
    expect((await server.post('/v1/jobs/lucy-2.1', multipart(parts), multipartType)).status).toBe(400);
    const text = parts.map(({ name }) => `${name}=x`).join('&');
    const response = await server.post('/v1/jobs/lucy-2.1', text, 'application/x-www-form-urlencoded');
    expect([response.status, await response.json()]).toEqual([
      400,
      { detail: 'Too many fields. Maximum number of fields is 1000.' },
    ]);
  });

  test('of 2,000 files answers 400', async () => {
    const parts = Array.from({ length: 2_000 }, (): Part => ({
      name: 'data',
      file: Buffer.from('x'),
      filename: 'a',
    }));
    expect(detail(await server.submit(multipart(parts)))).toEqual([
      400,
      'Too many files. Maximum number of files is 1000.',
    ]);
  });

  test('with a field of more than a megabyte answers 400', async () => {
    const text = 'x'.repeat(1024 * 1024 + 1);
    expect(detail(await server.submit(multipart([{ name: 'prompt', text }, clip])))).toEqual([
      400,
      'Part exceeded maximum size of 1024KB.',
    ]);
  });

  test('with a field name of 2,000 characters is accepted, with one of 20,000 answers 400', async () => {
    expect((await server.submit(multipart([{ name: 'n'.repeat(2_000), text: 'x' }, clip]))).status).toBe(200);
    expect((await server.submit(multipart([{ name: 'n'.repeat(20_000), text: 'x' }, clip]))).status).toBe(
      400,
    );
  });

  test('with a prompt of exactly a megabyte is accepted', async () => {
    const { status } = await server.submit(
      multipart([{ name: 'prompt', text: 'x'.repeat(1024 * 1024) }, clip]),
    );
    expect(status).toBe(200);
  });

  test('with invalid UTF-8 in text, field name and filename is accepted', async () => {
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
    expect((await server.submit(body)).status).toBe(200);
  });
});

describe('field names in brackets', () => {
  test('are ordinary names', async () => {
    const parts: Part[] = [
      { name: 'prompt[]', text: 'a' },
      { name: 'seed[0]', text: 'not a number' },
      { name: 'a[4294967294]', text: 'x' },
      { name: 'a' + '[b]'.repeat(300), text: 'deep' },
      clip,
    ];
    expect((await server.submit(multipart(parts))).status).toBe(200);
    expect((await server.mock.account('dct_wire').jobs())[0]?.prompt).toBe('');
  });
});
