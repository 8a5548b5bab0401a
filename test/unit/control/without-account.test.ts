import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createMock, startMock, type RunningMock } from '../../../src/index.js';
import { Wire } from '../http/support/wire.js';
import { at, clip, controlOf } from './support.js';

const WRONG = 'not-a-key-that-was-ever-registered';
const options = {
  seed: 'none',
  clock: 'manual',
  now: '2026-10-01',
  strictKeys: true,
  realtime: { media: 'simulated' },
} as const;

const start = (): Promise<RunningMock> => startMock({ ...options, keys: { dct_known: {} } });

/** What the journal of no account has, as the control API answers it without a key. */
async function entries(mock: RunningMock, query = ''): Promise<readonly Record<string, unknown>[]> {
  const { body } = await controlOf(at(mock), '')('GET', `/journal?account=none${query}`);
  return (body as { entries: Record<string, unknown>[] }).entries;
}

const raw = async (mock: RunningMock, text: string): Promise<number> => {
  using wire = await Wire.open(mock.url);
  await wire.write(text);
  return (await wire.answer()).status;
};

const asking = (mock: RunningMock, path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${mock.url}${path}`, { headers });

/** Connects a WebSocket that the mock refuses. */
async function refusedSocket(
  mock: RunningMock,
  path: string,
  headers: Record<string, string> = {},
): Promise<void> {
  const socket = new WebSocket(`${mock.realtimeUrl}${path}`, { headers });
  socket.on('error', () => undefined);
  await new Promise((resolve) => socket.once('close', resolve));
}

describe('the journal of no account has', () => {
  test('a request without a key', async () => {
    await using mock = await start();
    await asking(mock, '/v1/realtime/quota');
    expect(await entries(mock)).toEqual([
      expect.objectContaining({
        seq: 1,
        at: '2026-10-01T00:00:00.000Z',
        kind: 'http',
        operation: 'quota.get',
        method: 'GET',
        path: '/v1/realtime/quota',
        status: 422,
        error: 'validation',
      }),
    ]);
  });

  test('a request with a wrong key, which is redacted wherever it stands', async () => {
    await using mock = await start();
    await asking(mock, `/v1/jobs/${WRONG}?key=${WRONG}`, { 'x-api-key': WRONG });
    const found = await entries(mock);
    expect(found).toMatchObject([
      { operation: 'jobs.status', status: 401, error: 'invalid_api_key', path: '/v1/jobs/[redacted]' },
    ]);
    expect(JSON.stringify(found)).not.toContain(WRONG);
  });

  test('an upload with a wrong key, without what was uploaded', async () => {
    await using mock = await start();
    const form = new FormData();
    form.set('file', new Blob([clip]), 'input.mp4');
    await fetch(`${mock.url}/v1/files`, { method: 'POST', headers: { 'x-api-key': WRONG }, body: form });
    expect(await entries(mock)).toMatchObject([{ operation: 'files.upload', status: 401 }]);
  });

  test('an unknown path, with a wrong key and without one', async () => {
    await using mock = await start();
    await asking(mock, '/v2/jobs');
    await asking(mock, '/v2/jobs', { 'x-api-key': WRONG });
    await asking(mock, '/v1/jobs/%zz');
    expect(await entries(mock, '&operation=unserved')).toMatchObject([
      { path: '/v2/jobs', status: 404, error: 'not_found' },
      { path: '/v2/jobs', status: 404, error: 'not_found' },
      { path: '/v1/jobs/%zz', status: 404 },
    ]);
  });

  test('what the access control refused', async () => {
    await using mock = await start();
    await asking(mock, '/_mock/state', { origin: 'https://evil.example', 'x-api-key': 'dct_known' });
    await raw(mock, 'GET /_mock/state HTTP/1.1\r\nHost: rebound.example\r\n\r\n');
    expect(await entries(mock, '&error=origin_refused')).toMatchObject([
      { operation: 'control', path: '/_mock/state', status: 403 },
      { operation: 'control', detail: { note: expect.stringContaining('rebound.example') as string } },
    ]);
  });

  test('what is no valid HTTP, once each', async () => {
    await using mock = await start();
    expect(await raw(mock, 'EHLO mail.example\r\n\r\nEHLO again\r\n\r\n')).toBe(400);
    expect(await raw(mock, 'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n')).toBe(400);
    expect(await raw(mock, 'CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n')).toBe(405);
    expect(await raw(mock, 'GET / HTTP/1.1\r\nHost: a\r\nExpect: tea\r\n\r\n')).toBe(417);
    expect(await entries(mock, '&operation=malformed')).toMatchObject([
      { status: 400, error: 'malformed_request', detail: { note: expect.stringMatching(/HPE_/) as string } },
      { status: 400, path: '/', detail: { note: 'It has more than one Host header.' } },
      { status: 405, method: 'CONNECT' },
      { status: 417, error: 'expectation_failed' },
    ]);
  });

  test('sockets with a wrong key, and sockets of unknown paths', async () => {
    await using mock = await start();
    await refusedSocket(mock, `/v1/stream?api_key=${WRONG}&model=lucy-2.1&user_agent=python`);
    await refusedSocket(mock, `/v1/nowhere/${WRONG}?api_key=${WRONG}`);
    const found = await entries(mock, '&kind=ws');
    expect(found).toMatchObject([
      { operation: 'realtime.connect', error: 'invalid_api_key', path: '/v1/stream' },
      { operation: 'unserved', error: 'not_found', status: 404, path: '/v1/nowhere/[redacted]' },
    ]);
    expect(JSON.stringify(found)).not.toContain(WRONG);
    expect(mock.world.anonymous().journal.count()).toBe(0);
  });

  test('LiveKit requests and handshakes with a token that was not issued', async () => {
    await using mock = await startMock({ seed: 'livekit' });
    await asking(mock, '/rtc/validate?access_token=made-up-token');
    await refusedSocket(mock, '/rtc?access_token=made-up-token');
    const found = await entries(mock, '&operation=livekit');
    expect(found).toMatchObject([
      { path: '/rtc/validate', status: 401 },
      { path: '/rtc', status: 401 },
    ]);
    expect(JSON.stringify(found)).not.toContain('made-up');
  });
});

test('accounts keep what they sent: a request with a known key is in theirs alone', async () => {
  await using mock = await start();
  const headers = { 'x-api-key': 'dct_known' };
  await asking(mock, '/v2/jobs', headers);
  await asking(mock, '/v1/realtime/quota', { ...headers, 'x-decart-mock': 'nonsense' });
  expect(await entries(mock)).toEqual([]);
  expect(await mock.account('dct_known').journal.find()).toMatchObject([
    { operation: 'unserved', status: 404 },
    { operation: 'quota.get', status: 422, error: 'validation' },
  ]);
});

test('it is filtered, counted, waited for and cleared like that of an account, in code too', async () => {
  await using mock = await start();
  const control = controlOf(at(mock), '');
  const { journal } = mock.withoutAccount;
  const waiting = control('GET', '/journal/wait?account=none&error=not_found&count=2&timeoutMs=10000');
  await asking(mock, '/a');
  await asking(mock, '/b');
  expect(await waiting).toMatchObject({ status: 200, body: { count: 2 } });
  expect((await control('GET', '/journal/count?account=none&path=/a')).body).toEqual({ count: 1 });
  expect(await journal.find()).toEqual(await entries(mock));
  expect(await journal.waitForCount({ path: '/b' }, 1)).toHaveLength(1);
  expect((await control('DELETE', '/journal?account=none')).body).toEqual({ removed: 2 });
  await asking(mock, '/c');
  expect(await journal.find()).toMatchObject([{ seq: 3 }]);
  await mock.resetAll();
  expect(await journal.count()).toBe(0);
});

test('it needs the control token like the rest, and no other account is named so', async () => {
  await using mock = await startMock({ ...options, controlToken: 'open sesame' });
  const bare = await asking(mock, '/_mock/journal?account=none');
  expect(bare.status).toBe(401);
  const control = controlOf(at(mock), '');
  const token = { 'x-mock-token': 'open sesame' };
  expect(await control('GET', '/journal?account=none', undefined, token)).toMatchObject({
    status: 200,
    body: { entries: [{ operation: 'control', error: 'token_required' }] },
  });
  expect((await control('GET', '/journal?account=some', undefined, token)).status).toBe(400);
  expect((await control('GET', '/journal', undefined, token)).status).toBe(400);
});

test('it is bounded, and the metrics count what it has dropped', async () => {
  await using mock = createMock({ ...options, limits: { journalEntries: 3 } });
  for (let count = 0; count < 5; count++) await mock.fetch(`/nowhere/${count}`);
  await mock.fetch('/v1/realtime/quota', { headers: { 'x-api-key': WRONG } });
  expect(await mock.withoutAccount.journal.count()).toBe(3);
  const text = await (await mock.fetch('/_mock/metrics')).text();
  for (const line of [
    'decart_mock_requests_without_account_total{operation="unserved",error="not_found"} 5',
    'decart_mock_requests_without_account_total{operation="quota.get",error="invalid_api_key"} 1',
    'decart_mock_requests_total{operation="unserved",status="404"} 5',
    'decart_mock_requests_total{operation="quota.get",status="401"} 1',
  ])
    expect(text).toContain(`${line}\n`);
});

test('the inspector shows it', async () => {
  await using mock = createMock(options);
  await mock.fetch('/v2/jobs');
  const page = async (query: string) => (await mock.fetch(`/_mock/inspector${query}`)).text();
  expect(await page('')).toContain('<a href="?account=none">No account</a> 1 journal entry');
  expect(await page('?account=none')).toContain('/v2/jobs');
});
