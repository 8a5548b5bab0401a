import { request } from 'node:http';
import { expect, test } from 'vitest';
import { createMock, startMock } from '../../../src/index.js';
import { controlOf } from './support.js';

const key = 'dct_guard';

test.each(['http://localhost:3000', 'http://127.0.0.1:5173', 'http://[::1]:80', 'https://app.localhost'])(
  'a page of %s is admitted',
  async (origin) => {
    await using mock = createMock();
    const answer = await controlOf(mock.fetch, key)('GET', '/clock', undefined, { origin });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  },
);

test.each(['https://evil.example', 'http://localhost.evil.example', 'null', 'http://127.0.0.1.evil.example'])(
  'a page of %s is refused',
  async (origin) => {
    await using mock = createMock();
    const control = controlOf(mock.fetch, key);
    expect(await control('POST', '/reset/all', undefined, { origin })).toMatchObject({
      status: 403,
      body: { error: { code: 'origin_refused', message: `Pages of ${origin} may not control this mock.` } },
    });
    expect((await control('GET', '/health', undefined, { origin })).status).toBe(200);
  },
);

test('a DNS-rebound host name is refused', async () => {
  await using mock = await startMock();
  const status = await new Promise((resolve, reject) => {
    const headers = { host: 'evil.example', 'x-api-key': key };
    request(`${mock.controlUrl}/clock`, { headers }, (answer) => resolve(answer.resume().statusCode))
      .on('error', reject)
      .end();
  });
  expect(status).toBe(403);
  expect((await controlOf(fetch as never, key, mock.url)('GET', '/clock')).status).toBe(200);
});

test('a control token is required, and admits any origin', async () => {
  await using mock = createMock({ controlToken: 'open sesame' });
  const control = controlOf(mock.fetch, key);
  expect(await control('GET', '/clock')).toMatchObject({
    status: 401,
    body: { error: { code: 'token_required' } },
  });
  expect((await control('GET', '/clock', undefined, { 'x-mock-token': 'close sesame' })).status).toBe(401);
  expect((await control('GET', '/nowhere')).status).toBe(401);
  const right = { 'x-mock-token': 'open sesame', origin: 'https://ci.example' };
  expect((await control('GET', '/clock', undefined, right)).status).toBe(200);
  expect((await control('GET', '/health')).status).toBe(200);
});

test('beyond loopback a random token is required', async () => {
  await using mock = createMock({ host: '0.0.0.0', seed: 'known' });
  await using again = createMock({ host: '0.0.0.0', seed: 'known' });
  expect(mock.controlToken).toMatch(/^[\w-]{24}$/);
  expect(again.controlToken).not.toBe(mock.controlToken);
  expect((await controlOf(mock.fetch, key)('GET', '/clock')).status).toBe(401);
  const headers = { 'x-mock-token': mock.controlToken ?? '' };
  expect((await controlOf(mock.fetch, key)('GET', '/clock', undefined, headers)).status).toBe(200);
});

test('a preflight lists all methods and headers', async () => {
  await using mock = createMock();
  const preflight = await mock.fetch('/_mock/clock', {
    method: 'OPTIONS',
    headers: { origin: 'http://localhost:3000', 'access-control-request-method': 'PUT' },
  });
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get('access-control-allow-methods')).toContain('PUT');
  expect(preflight.headers.get('access-control-allow-headers')).toContain('x-mock-token');
});

test('an unknown route gets an error of the control API', async () => {
  await using mock = createMock();
  const control = controlOf(mock.fetch, key);
  expect(await control('GET', '/clocks')).toMatchObject({
    status: 404,
    body: { error: { code: 'no_such_route' } },
  });
  const refused = await control('DELETE', '/clock');
  expect(refused).toMatchObject({ status: 405, body: { error: { code: 'method_not_allowed' } } });
  expect(refused.headers.get('allow')).toBe('GET, PUT');
  expect(await control('POST', '/rules', `[${'1,'.repeat(700_000)}1]`)).toMatchObject({
    status: 413,
    body: { error: { code: 'too_large' } },
  });
});
