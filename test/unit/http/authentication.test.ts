import request from 'supertest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { form, serve, videoBlob, type Served } from './support/serve.js';
import { head, Wire } from './support/wire.js';

let served: Served;
let url = '';
beforeAll(async () => {
  served = await serve({ keys: {} });
  url = served.mock.url;
});
afterAll(async () => {
  await served.expectClean();
  await served.mock.close();
});

const missingKey = { type: 'missing', loc: ['header', 'x-api-key'], msg: 'Field required', input: null };

describe('the key', () => {
  test.each(['x-api-key', 'X-API-KEY', 'X-Api-Key'])('is read from %s', async (name) => {
    using wire = await Wire.open(url);
    await wire.write(`GET /v1/realtime/quota HTTP/1.1\r\nHost: x\r\n${name}: dct_case\r\n\r\n`);
    expect((await wire.answer()).status).toBe(200);
  });

  test.each(['sk-old-style', 'a bare string'.replaceAll(' ', '-'), 'dct_x', 'k+/=&%'])(
    'may be %s',
    async (key) => {
      await request(url).get('/v1/realtime/quota').set('x-api-key', key).expect(200);
    },
  );

  test.each([
    ['empty', ''],
    ['blank', '   '],
    ['two words', 'two words'],
    ['longer than any key', 'k'.repeat(513)],
    ['a documented bad one', 'dct_invalid_for_tests'],
    ['a client token that was never minted', 'ek_0123456789abcdef0123456789'],
  ])('is refused when it is %s', async (_what, key) => {
    await request(url)
      .get('/v1/realtime/quota')
      .set('x-api-key', key)
      .expect(401, { detail: 'Invalid API key' })
      .expect('content-type', 'application/json');
  });

  test('given twice is no key', async () => {
    using wire = await Wire.open(url);
    await wire.write('GET /v1/realtime/quota HTTP/1.1\r\nHost: x\r\nX-Api-Key: a\r\nX-Api-Key: b\r\n\r\n');
    expect((await wire.answer()).status).toBe(401);
  });

  test('that is bad gets the error envelope and message of the token service there', async () => {
    await request(url)
      .post('/v1/client/tokens')
      .set('x-api-key', 'dct_invalid')
      .expect(401, { error: 'Invalid or expired API key' });
    await request(url)
      .get('/v1/realtime/quota')
      .set('x-api-key', 'dct_expired')
      .expect(401, { detail: 'Invalid or expired API key' });
  });

  test('under strictKeys must be one that was given', async () => {
    await using strict = await serve({ strictKeys: true, keys: { dct_known: {} } });
    const quota = (key: string) => request(strict.mock.url).get('/v1/realtime/quota').set('x-api-key', key);
    await quota('dct_known').expect(200);
    await quota('dct_other').expect(401);
  });
});

describe('a missing key', () => {
  test.each([
    ['post', '/v1/client/tokens'],
    ['get', '/v1/realtime/quota'],
    ['get', '/v1/files/file_x'],
    ['delete', '/v1/files/file_x'],
    ['get', '/v1/jobs/x/content'],
    ['post', '/v1/verify'],
  ] as const)('%s %s: 422', async (method, path) => {
    const answer = await request(url)[method](path);
    expect([answer.status, answer.body]).toEqual([422, { detail: [missingKey] }]);
  });

  test('is reported together with all other errors, header first', async () => {
    const response = await fetch(`${url}/v1/jobs/lucy-clip`, {
      method: 'POST',
      body: form({ seed: 'seven', resolution: '4k', enhance_prompt: 'perhaps' }),
    });
    expect(response.status).toBe(422);
    expect(await response.json()).toEqual({
      detail: [
        missingKey,
        { type: 'missing', loc: ['body', 'prompt'], msg: 'Field required', input: null },
        { type: 'missing', loc: ['body', 'data'], msg: 'Field required', input: null },
        {
          type: 'int_parsing',
          loc: ['body', 'seed'],
          msg: 'Input should be a valid integer, unable to parse string as an integer',
          input: 'seven',
        },
        {
          type: 'literal_error',
          loc: ['body', 'resolution'],
          msg: "Input should be '720p'",
          input: '4k',
          ctx: { expected: "'720p'" },
        },
        {
          type: 'bool_parsing',
          loc: ['body', 'enhance_prompt'],
          msg: 'Input should be a valid boolean, unable to interpret input',
          input: 'perhaps',
        },
      ],
    });
  });

  test('with an upload that is fine still leaves nothing behind', async () => {
    const response = await fetch(`${url}/v1/files`, { method: 'POST', body: form({ file: videoBlob }) });
    expect(await response.json()).toEqual({ detail: [missingKey] });
    expect(served.mock.server.blobs.usage).toEqual({ memoryBytes: 0, diskBytes: 0 });
  });

  test('is no error for the status of a job, for model names, for the JWKS and for telemetry', async () => {
    const submit = await fetch(`${url}/v1/jobs/lucy-2.1`, {
      method: 'POST',
      headers: { 'x-api-key': 'dct_open' },
      body: form({ data: videoBlob }),
    });
    const { job_id } = (await submit.json()) as { job_id: string };
    await request(url).get(`/v1/jobs/${job_id}`).expect(200, { job_id, status: 'pending' });
    await request(url).get('/v1/jobs/none').expect(404, { detail: 'Job not found' });
    await request(url)
      .post('/v1/models/resolve')
      .send({ model: 'lucy-latest' })
      .expect(200, { model_id: 'lucy-2.5' });
    await request(url).get('/.well-known/jwks.json').expect(200);
    await request(url).post('/api/v1/telemetry').send({ sessionId: 'x' }).expect(204);
  });
});

test('a request is journalled by its account alone', async () => {
  await request(url).get('/v1/realtime/quota').set('x-api-key', 'dct_journal');
  const { journal } = served.mock.account('dct_journal');
  expect(await journal.find()).toEqual([
    expect.objectContaining({ seq: 1, kind: 'http', operation: 'quota.get', method: 'GET', status: 200 }),
  ]);
  expect(JSON.stringify(await journal.find())).not.toContain('dct_journal');
});

test('two requests may share one write', async () => {
  using wire = await Wire.open(url);
  await wire.write(head('GET', '/v1/realtime/quota') + head('GET', '/v1/jobs/none'));
  expect((await wire.answer()).status).toBe(200);
  expect((await wire.answer()).status).toBe(404);
});
