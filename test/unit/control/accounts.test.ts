import { expect, test } from 'vitest';
import { createMock, type MockOptions } from '../../../src/index.js';
import { generating, KEY, startQuiet } from '../realtime/support/start.js';
import { at, clientOf, controlOf } from './support.js';

const mocked = (options: MockOptions = {}) =>
  createMock({ seed: 'accounts', clock: 'manual', now: '2026-10-01', ...options });

test('a reset drops one account, and its next run is the same', async () => {
  await using mock = mocked();
  const client = clientOf(mock.fetch, 'dct_one');
  const other = clientOf(mock.fetch, 'dct_two');
  const first = await client.submit();
  const kept = await other.submit();
  expect((await controlOf(mock.fetch, 'dct_one')('POST', '/reset')).body).toEqual({ reset: 1 });
  expect((await client.status(first.body['job_id'])).status).toBe(404);
  expect((await other.status(kept.body['job_id'])).status).toBe(200);
  expect((await client.submit()).body).toEqual(first.body);
});

test('a reset of all needs no key and drops every account', async () => {
  await using mock = mocked();
  for (const key of ['dct_a', 'dct_b']) await clientOf(mock.fetch, key).quota();
  expect((await controlOf(mock.fetch, '')('POST', '/reset/all')).body).toEqual({ reset: 2 });
  expect((await controlOf(mock.fetch, '')('GET', '/accounts')).body).toEqual({ accounts: [] });
});

test('credits are set, spent and listed', async () => {
  await using mock = mocked();
  const control = controlOf(mock.fetch, 'dct_money');
  const client = clientOf(mock.fetch, 'dct_money');
  await control('PUT', '/credits', { balance: 10, autoTopUp: null });
  const { body } = await client.submit('lucy-2.1');
  const reserved = (await control('GET', '/credits')).body as { reserved: number; available: number };
  expect(reserved.reserved).toBeGreaterThan(0);
  expect(reserved).toMatchObject({ balance: 10, available: 10 - reserved.reserved });
  await control('POST', '/clock/advance', { by: '10s' });
  expect((await client.status(body['job_id'])).body).toMatchObject({ status: 'completed' });
  expect((await control('GET', '/credits')).body).toMatchObject({
    balance: reserved.available,
    available: reserved.available,
    reserved: 0,
    autoTopUp: null,
  });
  const { lines } = (await control('GET', '/credits/ledger')).body as { lines: { kind: string }[] };
  expect(lines.map(({ kind }) => kind)).toEqual(['set', 'reserve', 'charge']);
});

test('an automatic top-up raises the balance', async () => {
  await using mock = mocked();
  const control = controlOf(mock.fetch, 'dct_top');
  await control('PUT', '/credits', { balance: 0, autoTopUp: { below: 5, to: 20 } });
  expect((await clientOf(mock.fetch, 'dct_top').submit()).status).toBe(200);
  const { lines } = (await control('GET', '/credits/ledger')).body as { lines: { kind: string }[] };
  expect(lines.map(({ kind }) => kind)).toEqual(['set', 'top-up', 'reserve']);
  expect(await control('PUT', '/credits', { autoTopUp: { below: 5, to: 1 } })).toMatchObject({ status: 400 });
  expect(await control('PUT', '/credits', { balance: -1 })).toMatchObject({ status: 400 });
});

test('keys of one organisation share its credits and quota', async () => {
  await using mock = mocked();
  const control = controlOf(mock.fetch, '');
  const options = { organisation: 'acme', credits: 1, autoTopUp: null, maxConcurrentSessions: 2 };
  expect(await control('POST', '/accounts', { key: 'dct_alice', ...options })).toMatchObject({
    status: 201,
    body: { organisation: 'acme', credits: { available: 1 }, quota: { limit: 2 } },
  });
  await control('POST', '/accounts', { key: 'dct_bob', organisation: 'acme' });
  await controlOf(mock.fetch, 'dct_bob')('PUT', '/credits', { balance: 0 });
  expect((await clientOf(mock.fetch, 'dct_alice').submit()).status).toBe(402);
  await controlOf(mock.fetch, 'dct_alice')('PUT', '/quota', { maxConcurrentSessions: 1 });
  expect((await clientOf(mock.fetch, 'dct_bob').quota()).body).toMatchObject({ limit: 1, remaining: 1 });
});

test('an existing account moves to another organisation', async () => {
  await using mock = mocked();
  await clientOf(mock.fetch, 'dct_mover').quota();
  await controlOf(mock.fetch, '')('POST', '/accounts', { key: 'dct_mover', maxConcurrentSessions: 4 });
  expect((await clientOf(mock.fetch, 'dct_mover').quota()).body).toMatchObject({ limit: 4 });
});

test('under strict keys a key is registered first', async () => {
  await using mock = mocked({ strictKeys: true });
  const control = controlOf(mock.fetch, 'dct_new');
  expect(await control('GET', '/state')).toMatchObject({
    status: 404,
    body: { error: { code: 'key_refused', message: 'This key has no account here: Invalid API key.' } },
  });
  expect((await clientOf(mock.fetch, 'dct_new').quota()).status).toBe(401);
  expect((await control('POST', '/accounts', { key: 'dct_new' })).status).toBe(201);
  expect((await clientOf(mock.fetch, 'dct_new').quota()).status).toBe(200);
});

test('magic keys and client tokens select their account too', async () => {
  await using mock = mocked();
  expect((await controlOf(mock.fetch, 'dct_no_credits')('GET', '/credits')).body).toMatchObject({
    available: 0,
  });
  expect((await controlOf(mock.fetch, 'dct_quota_3')('GET', '/quota')).body).toMatchObject({ limit: 3 });
  const { body } = await clientOf(mock.fetch, 'dct_owner').token();
  for (const credential of [String(body['apiKey']), String(body['token'])]) {
    const entries = (await controlOf(mock.fetch, credential)('GET', '/journal')).body;
    expect(entries).toMatchObject({ entries: [{ operation: 'tokens.create' }] });
  }
  expect((await controlOf(mock.fetch, 'dct_invalid')('GET', '/clock')).status).toBe(404);
});

test('a request without a key gets a message', async () => {
  await using mock = mocked();
  expect(await controlOf(mock.fetch, '')('GET', '/clock')).toMatchObject({
    status: 400,
    body: {
      error: {
        code: 'missing_key',
        message: 'GET /_mock/clock needs an account, and the request has no x-api-key.',
      },
    },
  });
});

test('the state counts everything', async () => {
  await using mock = mocked();
  const control = controlOf(mock.fetch, 'dct_view');
  const client = clientOf(mock.fetch, 'dct_view');
  await client.submit('lucy-2.1', '[mock:fail]');
  await client.submit();
  await client.upload();
  await client.token();
  await control('POST', '/clock/advance', { by: '61s' });
  await client.submit();
  await control('POST', '/rules', { operation: 'verify', effect: { type: 'no-response' } });
  const { body } = await control('GET', '/state');
  expect(body).toMatchObject({
    jobs: { total: 3, pending: 1, processing: 0, completed: 1, failed: 1 },
    files: { total: 1 },
    tokens: { total: 1, expired: 1 },
    rules: { total: 1, unused: 1 },
    journal: { total: 5 },
    clock: { mode: 'manual', pending: [] },
  });
  const jobs = (await control('GET', '/jobs')).body;
  expect(jobs).toMatchObject({
    jobs: [{ status: 'failed', stages: [{}, {}, { status: 'failed' }] }, {}, {}],
  });
  expect((await control('GET', '/files')).body).toMatchObject({
    files: [{ mime: 'video/mp4', filename: 'input.mp4' }],
  });
  expect((await control('GET', '/tokens')).body).toMatchObject({
    tokens: [
      { apiKey: expect.stringMatching(/^ek_/) as string, jwt: expect.stringMatching(/^eyJ/) as string },
    ],
  });
});

test.each(['soon', '2026-06-31'])('changes of the catalogue until "%s" are refused', async (until) => {
  await using mock = mocked();
  expect(await controlOf(mock.fetch, 'dct_until')('GET', `/catalogue?until=${until}`)).toMatchObject({
    status: 400,
    body: {
      error: { code: 'bad_input', message: expect.stringContaining('Write it like 2026-12-31') as string },
    },
  });
});

test('the catalogue is that of the account, with coming changes', async () => {
  await using mock = mocked({ asOf: '2026-05-31' });
  const control = controlOf(mock.fetch, 'dct_catalogue');
  const names = async () => (await control('GET', '/catalogue?until=2026-07-31')).body;
  expect(await names()).toMatchObject({
    date: '2026-05-31T00:00:00.000Z',
    names: expect.arrayContaining([
      expect.objectContaining({
        name: 'lucy-2.1-vton',
        surfaces: expect.objectContaining({ queue: 'served' }) as object,
      }),
    ]) as unknown[],
    events: expect.arrayContaining([
      expect.objectContaining({ kind: 'retire', name: 'lucy-2.1-vton', surface: 'queue' }),
    ]) as unknown[],
  });
  await control('POST', '/clock/advance', { by: '40d' });
  expect(await names()).toMatchObject({
    names: expect.arrayContaining([
      expect.objectContaining({
        name: 'lucy-2.1-vton',
        surfaces: expect.objectContaining({ queue: 'retired' }) as object,
      }),
    ]) as unknown[],
  });
});

test('realtime sessions are listed, running and ended', async () => {
  await using mock = await startQuiet();
  const control = controlOf(at(mock), KEY);
  {
    await using session = await generating(mock);
    expect(session.types()).toContain('generation_started');
    const running = { sessions: [{ model: 'lucy-2.5', dialect: 'livekit', stage: 'generating' }] };
    expect((await control('GET', '/sessions')).body).toMatchObject(running);
    expect((await control('GET', '/state')).body).toMatchObject({ sessions: { total: 1, running: 1 } });
  }
  await control('POST', '/clock/advance', { by: '2m' });
  expect((await control('GET', '/sessions')).body).toMatchObject({ sessions: [{ stage: 'ended' }] });
});

test('an account of a magic key starts with its rules, also after a reset', async () => {
  await using mock = mocked();
  const control = controlOf(mock.fetch, 'dct_fail_here');
  const client = clientOf(mock.fetch, 'dct_fail_here');
  const outcome = async () => {
    const { body } = await client.submit();
    await control('POST', '/clock/advance', { by: '10s' });
    return (await client.status(body['job_id'])).body['status'];
  };
  expect(await outcome()).toBe('failed');
  expect((await control('DELETE', '/rules')).body).toEqual({ removed: 1 });
  expect(await outcome()).toBe('completed');
  await control('POST', '/reset');
  expect(await outcome()).toBe('failed');
});
