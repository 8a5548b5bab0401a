import { createRemoteJWKSet, jwtVerify } from 'jose';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { form, imageBlob, json, serve, videoBlob, type Served } from './support/serve.js';

const NOW = Date.parse('2026-09-01T12:00:00Z');
let served: Served;
let url = '';
beforeAll(async () => {
  served = await serve({ now: NOW });
  url = served.mock.url;
});
afterAll(async () => {
  await served.expectClean();
  await served.mock.close();
});

const post = (path: string, key: string) => request(url).post(path).set('x-api-key', key);

describe('client tokens', () => {
  test.each([
    ['no body at all', (path: string) => post(path, 'dct_tokens')],
    ['null', (path: string) => post(path, 'dct_tokens').type('json').send('null')],
    ['{}', (path: string) => post(path, 'dct_tokens').send({})],
    ['JSON without a content type', (path: string) => post(path, 'dct_tokens').unset('content-type').send()],
  ])('%s: 60 s, without limits', async (_what, send) => {
    const body = await json(send('/v1/client/tokens').expect(200));
    expect(body).toEqual({
      apiKey: expect.stringMatching(/^ek_/) as string,
      token: expect.stringMatching(/^eyJhbGciOiJFZERTQS/) as string,
      expiresAt: '2026-09-01T12:01:00.000Z',
    });
  });

  test('the JWT verifies against the served JWKS, and no other does', async () => {
    const body = await json(
      post('/v1/client/tokens', 'dct_tokens').send({
        expiresIn: 90,
        allowedModels: ['lucy-2.5'],
      }),
    );
    const { token, apiKey } = body as { token: string; apiKey: string };
    const keys = createRemoteJWKSet(new URL('/.well-known/jwks.json', url));
    const { payload } = await jwtVerify(token, keys, { currentDate: new Date(NOW), algorithms: ['EdDSA'] });
    expect(payload).toEqual({
      jti: apiKey,
      iss: 'https://platform.decart.ai',
      aud: 'https://platform.decart.ai',
      sub: expect.any(String) as string,
      parent_api_key_id: expect.any(String) as string,
      organizationId: expect.any(String) as string,
      api_key_name: 'Default key',
      service_tier: 1,
      zeroDataRetention: false,
      iat: NOW / 1_000,
      exp: NOW / 1_000 + 90,
      models: ['lucy-2.5'],
    });
    await using other = await serve({ seed: 'another' });
    const foreign = createRemoteJWKSet(new URL('/.well-known/jwks.json', other.mock.url));
    await expect(jwtVerify(token, foreign, { currentDate: new Date(NOW) })).rejects.toThrow();
  });

  test.each([
    [{ expiresIn: 0 }, ['body', 'expiresIn'], 'greater_than_equal'],
    [{ expiresIn: 'soon' }, ['body', 'expiresIn'], 'int_parsing'],
    [{ expiresIn: 1.5 }, ['body', 'expiresIn'], 'int_from_float'],
    [{ allowedModels: 'lucy-2.1' }, ['body', 'allowedModels'], 'list_type'],
    [{ allowedModels: [1] }, ['body', 'allowedModels', 0], 'string_type'],
    [{ allowedOrigins: ['https://a.example/'] }, ['body', 'allowedOrigins', 0], 'value_error'],
    [{ allowedOrigins: [`https://${'a'.repeat(246)}`] }, ['body', 'allowedOrigins', 0], 'string_too_long'],
    [{ allowedOrigins: ['myapp://x'] }, ['body', 'allowedOrigins', 0], 'value_error'],
    [
      { constraints: { realtime: { maxSessionDuration: 9 } } },
      ['body', 'constraints', 'realtime', 'maxSessionDuration'],
      'greater_than_equal',
    ],
    [{ metadata: [] }, ['body', 'metadata'], 'dict_type'],
    ['text', ['body'], 'model_attributes_type'],
  ])('%j: 422', async (options, loc, type) => {
    const body = await json(
      post('/v1/client/tokens', 'dct_tokens').type('json').send(JSON.stringify(options)).expect(422),
    );
    expect((body as { detail: unknown[] }).detail).toEqual([expect.objectContaining({ loc, type })]);
  });

  test('are redacted in the journal', async () => {
    const body = await json(post('/v1/client/tokens', 'dct_secret').expect(200));
    const { apiKey, token } = body as { apiKey: string; token: string };
    const entries = JSON.stringify(await served.mock.account('dct_secret').journal.find());
    expect(entries).not.toContain(apiKey);
    expect(entries).not.toContain(token);
  });
});

describe('models/resolve', () => {
  test.each([
    [{ model: 'lucy-vton-latest' }, { model_id: 'lucy-vton-3.5' }],
    [
      { models: ['lucy-latest', 'lucy-pro-v2v'] },
      { model_ids: { 'lucy-latest': 'lucy-2.5', 'lucy-pro-v2v': 'lucy-clip' } },
    ],
    [
      { model: 'lucy-2.1', models: ['lucy-2.1'] },
      { model_id: 'lucy-2.1', model_ids: { 'lucy-2.1': 'lucy-2.1' } },
    ],
    [{}, {}],
  ])('%j', async (body, answer) => {
    await request(url).post('/v1/models/resolve').send(body).expect(200, answer);
  });

  test.each([{ model: 'lucy-99' }, { models: ['lucy-2.1', '__proto__'] }, { model: 'constructor' }])(
    '%j: 404',
    async (body) => {
      await request(url).post('/v1/models/resolve').send(body).expect(404, { detail: 'Unknown model' });
    },
  );

  test('without a body: 422', async () => {
    const body = await json(request(url).post('/v1/models/resolve').expect(422));
    expect(body).toEqual({
      detail: [{ type: 'missing', loc: ['body'], msg: 'Field required', input: null }],
    });
  });
});

describe('files', () => {
  const upload = (key: string, fields: Record<string, string | Blob>) =>
    fetch(`${url}/v1/files`, { method: 'POST', headers: { 'x-api-key': key }, body: form(fields) });

  test.each(['59', '2592001', 'forever', '1.5', '-60', '1e3', 'PERSISTENT'])(
    'ttl_seconds=%s: 422',
    async (ttl_seconds) => {
      const response = await upload('dct_files', { file: imageBlob, ttl_seconds });
      expect(response.status).toBe(422);
      expect(await response.json()).toMatchObject({
        detail: [{ loc: ['body', 'ttl_seconds'], input: ttl_seconds }],
      });
    },
  );

  test('any kind of file is taken, and an empty one too', async () => {
    const text = await upload('dct_files', { file: new File(['hello'], 'a.txt', { type: 'text/plain' }) });
    expect(await text.json()).toMatchObject({ filename: 'a.txt', mime_type: 'text/plain', size_bytes: 5 });
    const empty = await upload('dct_files', { file: new File([], 'empty') });
    expect(await empty.json()).toMatchObject({ filename: 'empty', size_bytes: 0 });
  });

  test('belong to one account', async () => {
    const { id } = (await (await upload('dct_files', { file: imageBlob })).json()) as { id: string };
    await request(url).get(`/v1/files/${id}`).set('x-api-key', 'dct_files').expect(200);
    await request(url)
      .get(`/v1/files/${id}`)
      .set('x-api-key', 'dct_else')
      .expect(404, { detail: 'File not found' });
    await request(url).delete(`/v1/files/${id}`).set('x-api-key', 'dct_else').expect(404);
    await request(url).delete(`/v1/files/${id}`).set('x-api-key', 'dct_files').expect(204, '');
  });
});

describe('the small ones', () => {
  test('quota: all null without a limit, numbers with one', async () => {
    const quota = (key: string) => request(url).get('/v1/realtime/quota').set('x-api-key', key);
    await quota('dct_any').expect(200, { limit: null, active: null, remaining: null });
    await quota('dct_quota_3').expect(200, { limit: 3, active: 0, remaining: 3 });
  });

  test('verify: 501 until a rule gives a verdict', async () => {
    await post('/v1/verify', 'dct_verify')
      .send('bytes')
      .expect(501, { detail: 'Verification is not configured' });
    await served.mock.account('dct_verify').rules.add({
      operation: 'verify',
      effect: { type: 'verdict', verdict: 'watermarked', confidence: 0.9 },
    });
    await post('/v1/verify', 'dct_verify')
      .send('bytes')
      .expect(200, { verdict: 'watermarked', confidence: 0.9 });
  });

  test.each(['/v1/telemetry', '/api/v1/telemetry'])('%s: 204', async (path) => {
    await request(url).post(path).send({ metrics: [] }).expect(204);
  });

  test('process without money: 402, and with it the picture is paid for', async () => {
    const make = (key: string) =>
      fetch(`${url}/v1/generate/lucy-image-2`, {
        method: 'POST',
        headers: { 'x-api-key': key },
        body: form({ prompt: 'x', data: imageBlob, resolution: '480p' }),
      });
    expect((await make('dct_no_credits')).status).toBe(402);
    const before = (await served.mock.account('dct_pays').credits.get()).available;
    expect((await make('dct_pays')).headers.get('content-type')).toBe('image/png');
    expect((await served.mock.account('dct_pays').credits.get()).available).toBeLessThan(before);
  });
});

describe('tickets of the managed queue', () => {
  const take = (key: string) => request(url).post('/v1/queues/q1/tickets').set('x-queue-key', key);
  const poll = (id: string) => request(url).post(`/v1/queues/q1/tickets/${id}/poll`);

  test('granted at once while there is room', async () => {
    const body = await json(take('dct_tickets').expect(200));
    expect(body).toEqual({
      ticketId: expect.any(String) as string,
      state: 'granted',
      position: 0,
      queueSize: 0,
    });
    await poll((body as { ticketId: string }).ticketId).expect(200, {
      state: 'granted',
      claimSecondsLeft: 45,
    });
  });

  test('wait in line, move up when the first leaves, and expire in silence', async () => {
    const key = 'dct_quota_1_tickets';
    const { clock } = served.mock.account(key);
    const ids: string[] = [];
    for (const [state, position] of [
      ['granted', 0],
      ['waiting', 1],
      ['waiting', 2],
    ] as const) {
      const body = await json(take(key).expect(200));
      expect(body).toMatchObject({ state, position });
      ids.push((body as { ticketId: string }).ticketId);
    }
    const [first = '', second = '', third = ''] = ids;
    await poll(third).expect(200, { state: 'waiting', position: 2, queueSize: 2 });
    await request(url).delete(`/v1/queues/q1/tickets/${second}`).expect(204);
    await poll(third).expect(200, { state: 'waiting', position: 1, queueSize: 1 });
    await clock.advance('44s');
    await poll(third).expect(200, { state: 'waiting', position: 1, queueSize: 1 });
    await clock.advance('1s');
    await poll(third).expect(200, { state: 'granted', claimSecondsLeft: 45 });
    await poll(first).expect(410, { error: 'Ticket expired' });
    await clock.advance('45s');
    await poll(third).expect(410, { error: 'Ticket expired' });
  });

  test('need a queue key, and are not found by another name', async () => {
    const body = await json(request(url).post('/v1/queues/q1/tickets').expect(422));
    expect(body).toMatchObject({ detail: [{ loc: ['header', 'x-queue-key'], type: 'missing' }] });
    await poll('nonsense').expect(404, { error: 'Ticket not found' });
  });

  test('take no key from x-api-key', async () => {
    const ask = (headers: Record<string, string>) => request(url).post('/v1/queues/q1/tickets').set(headers);
    await ask({ 'x-api-key': 'dct_elsewhere' }).expect(422);
    await ask({ 'x-api-key': 'ek_unknown', 'x-queue-key': 'dct_beside' }).expect(200);
    await ask({ 'x-api-key': 'dct_beside', 'x-queue-key': 'ek_unknown' }).expect(401);
  });

  test('429 when the queue is full', async () => {
    await using full = await serve({ limits: { ticketsPerAccount: 1 } });
    const one = () => request(full.mock.url).post('/v1/queues/q/tickets').set('x-queue-key', 'dct_full');
    await one().expect(200);
    await one().expect(429, { error: 'queue_full' });
  });
});

test('a submit of a token for one model alone', async () => {
  const body = await json(post('/v1/client/tokens', 'dct_scope').send({ allowedModels: ['lucy-2.5'] }));
  const submit = (model: string) =>
    fetch(`${url}/v1/jobs/${model}`, {
      method: 'POST',
      headers: { 'x-api-key': (body as { apiKey: string }).apiKey },
      body: form({ data: videoBlob }),
    });
  expect((await submit('lucy-latest')).status).toBe(200);
  expect((await submit('lucy-2.1')).status).toBe(403);
});
