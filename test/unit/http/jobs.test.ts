import request from 'supertest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  clip,
  form,
  imageBlob,
  mp4,
  multipart,
  multipartType,
  png,
  serve,
  videoBlob,
  type Part,
  type Served,
} from './support/serve.js';
import { chunk, head, Wire } from './support/wire.js';

let served: Served;
let url = '';
beforeAll(async () => {
  served = await serve();
  url = served.mock.url;
});
afterAll(async () => {
  await served.expectClean();
  await served.mock.close();
});

interface Submitted {
  readonly status: number;
  readonly body: { job_id: string; status: string; detail?: unknown };
}

async function submit(key: string, model: string, body: BodyInit, type?: string): Promise<Submitted> {
  const response = await fetch(`${url}/v1/jobs/${model}`, {
    method: 'POST',
    headers: { 'x-api-key': key, ...(type && { 'content-type': type }) },
    body,
  });
  return { status: response.status, body: (await response.json()) as Submitted['body'] };
}
const recorded = async (key: string) =>
  (await served.mock.account(key).journal.find({ operation: 'jobs.submit' })).at(-1)?.request;

describe('a submit as other clients write it', () => {
  test('Python: parts with a content type before the disposition, booleans in capitals, filename as field', async () => {
    const body = [
      '--py\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Disposition: form-data; name="prompt"\r\n\r\nü\r\n',
      '--py\r\nContent-Type: application/octet-stream\r\nContent-Disposition: form-data; name="data"; filename="data"\r\n\r\n',
      mp4,
      '\r\n--py\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Disposition: form-data; name="enhance_prompt"\r\n\r\nFalse\r\n',
      '--py--\r\n',
    ].map((piece) => Buffer.from(piece));
    const { status } = await submit(
      'dct_py',
      'lucy-2.1',
      Uint8Array.from(Buffer.concat(body)),
      'multipart/form-data; boundary=py',
    );
    expect(status).toBe(200);
    expect(await recorded('dct_py')).toEqual({
      prompt: 'ü',
      enhance_prompt: 'False',
      data: [{ filename: 'data', mime: 'video/mp4', size: mp4.length }],
    });
  });

  test('Python without a file: urlencoded, and the file is missed', async () => {
    const { status, body } = await submit(
      'dct_urlencoded',
      'lucy-2.1',
      new URLSearchParams({ prompt: 'no files', flag: 'True' }),
    );
    expect(status).toBe(422);
    expect(body.detail).toEqual([
      { type: 'missing', loc: ['body', 'data'], msg: 'Field required', input: null },
    ]);
    expect(await recorded('dct_urlencoded')).toEqual({ prompt: 'no files', flag: 'True' });
  });

  test('Android: chunked, every part with its own Content-Length', async () => {
    const body = multipart([
      { name: 'prompt', text: 'x', headers: ['Content-Length: 1'] },
      {
        name: 'data',
        file: mp4,
        filename: 'video.mp4',
        headers: ['Content-Type: application/octet-stream', `Content-Length: ${mp4.length}`],
      },
      { name: 'seed', text: '2147483647', headers: ['Content-Length: 10'] },
    ]);
    using wire = await Wire.open(url);
    await wire.write(
      head('POST', '/v1/jobs/lucy-2.1', { 'Content-Type': multipartType, 'Transfer-Encoding': 'chunked' }),
    );
    for (let at = 0; at < body.length; at += 1_000) await wire.write(chunk(body.subarray(at, at + 1_000)));
    await wire.write('0\r\n\r\n');
    expect((await wire.answer()).status).toBe(200);
    expect(await recorded('dct_wire')).toMatchObject({
      seed: '2147483647',
      data: [{ filename: 'video.mp4', mime: 'video/mp4', size: mp4.length }],
    });
  });

  test('iOS: texts in any order, an unknown one among them, then the file', async () => {
    const parts: Part[] = [
      { name: 'resolution', text: '720p' },
      { name: 'num_inference_steps', text: '50' },
      { name: 'enhance_prompt', text: 'true' },
      { name: 'prompt', text: 'x' },
      { name: 'data', file: mp4, filename: 'video.mp4', headers: ['Content-Type: application/octet-stream'] },
    ];
    for (const order of [parts, parts.toReversed()])
      expect(
        (await submit('dct_ios', 'lucy-clip', Uint8Array.from(multipart(order)), multipartType)).status,
      ).toBe(200);
  });

  test('iOS restyle: an empty prompt beside the reference picture', async () => {
    const body = form({ prompt: '', data: videoBlob, reference_image: imageBlob });
    expect((await submit('dct_restyle', 'lucy-restyle-2', body)).status).toBe(200);
  });

  test('a part with an empty filename is no file', async () => {
    const body = multipart([clip, { name: 'reference_image', file: Buffer.alloc(0), filename: '' }]);
    expect((await submit('dct_nofile', 'lucy-2.1', Uint8Array.from(body), multipartType)).status).toBe(200);
  });

  test('of a field given twice the last counts', async () => {
    const body = multipart([{ name: 'seed', text: 'x' }, clip, { name: 'seed', text: '7' }]);
    expect((await submit('dct_twice', 'lucy-2.1', Uint8Array.from(body), multipartType)).status).toBe(200);
    expect((await served.mock.account('dct_twice').jobs())[0]?.seed).toBe(7);
  });
});

describe('a submit that does not fit', () => {
  test.each([
    ['no boundary', 'x', 'multipart/form-data', 400, 'Missing boundary in multipart.'],
    ['an empty boundary', 'x', 'multipart/form-data; boundary=', 400, 'Missing boundary in multipart.'],
    ['JSON', '{"prompt":"x"}', 'application/json', 422, undefined],
    ['nothing', '', 'text/plain', 422, undefined],
  ])('%s: %i', async (_what, body, type, status, detail) => {
    const answer = await submit('dct_misfit', 'lucy-2.1', body, type);
    expect(answer.status).toBe(status);
    if (detail !== undefined) expect(answer.body.detail).toBe(detail);
  });

  test.each([
    ['a text for a video', new Blob(['no media'], { type: 'video/mp4' })],
    ['a picture for a video', imageBlob],
    ['nothing at all in the file', new Blob([], { type: 'video/mp4' })],
  ])('%s: 400 Invalid file type', async (_what, data) => {
    expect(await submit('dct_kind', 'lucy-2.1', form({ data }))).toEqual({
      status: 400,
      body: { detail: 'Invalid file type' },
    });
  });

  test('a video for a reference picture: 400', async () => {
    const answer = await submit(
      'dct_kind',
      'lucy-2.1',
      form({ data: videoBlob, reference_image: videoBlob }),
    );
    expect(answer).toEqual({ status: 400, body: { detail: 'Invalid file type' } });
  });

  test('prompt and reference for a restyle: 422', async () => {
    const answer = await submit(
      'dct_kind',
      'lucy-restyle-2',
      form({ prompt: 'x', data: videoBlob, reference_image: imageBlob }),
    );
    expect(answer.status).toBe(422);
  });

  test('a retired model: 410 with its name', async () => {
    const answer = await submit('dct_kind', 'lucy-2.1-vton', form({ data: videoBlob }));
    expect(answer).toEqual({
      status: 410,
      body: { detail: 'This model has been retired.', model: 'lucy-2.1-vton' },
    });
  });

  test('a body that cannot be read stands in the journal', async () => {
    await submit('dct_unread', 'lucy-2.1', 'x', 'multipart/form-data');
    expect(await served.mock.account('dct_unread').journal.find()).toMatchObject([
      { operation: 'jobs.submit', status: 400, error: 'multipart', model: 'lucy-2.1' },
    ]);
  });
});

describe('a job', () => {
  test('is pending, processing, completed, and gives its content only then', async () => {
    const key = 'dct_life';
    const { clock } = served.mock.account(key);
    const { body } = await submit(key, 'lucy-2.5', form({ data: videoBlob }));
    const status = () => request(url).get(`/v1/jobs/${body.job_id}`).set('x-api-key', key);
    const content = () => request(url).get(`/v1/jobs/${body.job_id}/content`).set('x-api-key', key);
    expect((await status()).body).toEqual({ job_id: body.job_id, status: 'pending' });
    await content().expect(409, {
      detail: `Cannot get content for job ${body.job_id} with status "pending"`,
    });
    await clock.advance(300);
    expect((await status()).body).toEqual({ job_id: body.job_id, status: 'processing' });
    await clock.advance('1200ms');
    expect((await status()).body).toEqual({ job_id: body.job_id, status: 'completed' });
    await content().expect(200).expect('content-type', 'video/mp4').expect('accept-ranges', 'bytes');
  });

  test('that hangs fails after exactly 600 s', async () => {
    const key = 'dct_hang';
    const { clock } = served.mock.account(key);
    const { body } = await submit(key, 'lucy-2.5', form({ data: videoBlob, prompt: '[mock:hang]' }));
    const status = async () =>
      (await request(url).get(`/v1/jobs/${body.job_id}`).set('x-api-key', key)).body as { status: string };
    await clock.advance(599_999);
    expect((await status()).status).toBe('processing');
    await clock.advance(1);
    expect((await status()).status).toBe('failed');
  });

  test('that has failed has no content', async () => {
    const key = 'dct_failed';
    const { body } = await submit(
      key,
      'lucy-2.5',
      form({ data: videoBlob, prompt: '[mock:instant] [mock:fail]' }),
    );
    await request(url)
      .get(`/v1/jobs/${body.job_id}/content`)
      .set('x-api-key', key)
      .expect(409, { detail: `Cannot get content for job ${body.job_id} with status "failed"` });
  });

  test('of a picture gives a picture', async () => {
    const key = 'dct_picture';
    const { body } = await submit(
      key,
      'lucy-image-2',
      form({ data: imageBlob, prompt: '[mock:instant]', resolution: '480p' }),
    );
    const content = await request(url).get(`/v1/jobs/${body.job_id}/content`).set('x-api-key', key);
    expect(content.headers['content-type']).toBe('image/png');
    expect((content.body as Buffer).subarray(0, 8)).toEqual(png.subarray(0, 8));
  });
});

describe('content in ranges', () => {
  let path = '';
  let whole: Buffer;
  const key = 'dct_range';
  const get = (range?: string) =>
    fetch(`${url}${path}`, { headers: { 'x-api-key': key, ...(range !== undefined && { range }) } });
  beforeAll(async () => {
    const { body } = await submit(key, 'lucy-2.5', form({ data: videoBlob, prompt: '[mock:instant]' }));
    path = `/v1/jobs/${body.job_id}/content`;
    whole = Buffer.from(await (await get()).arrayBuffer());
  });

  test.each([
    ['bytes=0-11', (size: number) => [0, 12, size]],
    ['bytes=100-', (size: number) => [100, size, size]],
    ['bytes=-50', (size: number) => [size - 50, size, size]],
    ['bytes=0-999999999', (size: number) => [0, size, size]],
    ['bytes=-999999999', (size: number) => [0, size, size]],
  ] as const)('%s', async (range, of) => {
    const [from = 0, to = 0, size = 0] = of(whole.length);
    const response = await get(range);
    expect(response.status).toBe(206);
    expect(response.headers.get('content-range')).toBe(`bytes ${from}-${to - 1}/${size}`);
    expect(response.headers.get('content-length')).toBe(String(to - from));
    expect(Buffer.from(await response.arrayBuffer())).toEqual(whole.subarray(from, to));
  });

  test.each(['bytes=999999999-', 'bytes=-0'])('%s: 416', async (range) => {
    const response = await get(range);
    expect(response.status).toBe(416);
    expect(response.headers.get('content-range')).toBe(`bytes */${whole.length}`);
  });

  test.each(['bytes=5-2', 'bytes=0-1,5-6', 'lines=0-1', 'bytes=', 'bytes=a-b'])(
    '%s is not honoured: 200',
    async (range) => {
      const response = await get(range);
      expect(response.status).toBe(200);
      expect(Buffer.from(await response.arrayBuffer())).toEqual(whole);
    },
  );

  test('HEAD reports the length', async () => {
    const response = await fetch(`${url}${path}`, { method: 'HEAD', headers: { 'x-api-key': key } });
    expect(response.headers.get('content-length')).toBe(String(whole.length));
    expect(await response.text()).toBe('');
  });
});
