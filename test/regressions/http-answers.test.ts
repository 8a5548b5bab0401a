import { expect, test } from 'vitest';
import { createMock } from '../../src/index.js';
import { form, serve, videoBlob } from '../unit/http/support/serve.js';
import { post } from './support.js';

const headers = { 'x-api-key': 'dct_answers' };

test('the token service reports a bad key in its own words', async () => {
  await using served = await serve();
  const response = await fetch(`${served.mock.url}/v1/client/tokens`, {
    method: 'POST',
    headers: { 'x-api-key': 'dct_invalid' },
  });
  expect(await response.json()).toEqual({ error: 'Invalid or expired API key' });
});

// The OpenAPI requires the key on this route too.
test('the route of a retired model answers 422 without a key and 410 with one', async () => {
  await using served = await serve();
  const submit = (sent: Record<string, string>) =>
    fetch(`${served.mock.url}/v1/jobs/lucy-2.1-vton`, {
      method: 'POST',
      headers: sent,
      body: form({ data: videoBlob }),
    });
  const keyless = await submit({});
  expect([keyless.status, await keyless.json()]).toEqual([
    422,
    { detail: [{ type: 'missing', loc: ['header', 'x-api-key'], msg: 'Field required', input: null }] },
  ]);
  expect((await submit(headers)).status).toBe(410);
});

test('the 405 of a submit has an Allow header', async () => {
  await using served = await serve();
  const response = await fetch(`${served.mock.url}/v1/jobs/lucy-99`, { method: 'POST', headers });
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET']);
});

test('a forced answer with an invalid header name is refused with 422', async () => {
  await using served = await serve();
  const effect = { type: 'respond', status: 200, headers: { 'a b': 'x' } };
  const response = await fetch(`${served.mock.url}/v1/realtime/quota`, {
    headers: { ...headers, 'x-decart-mock': JSON.stringify(effect) },
  });
  expect(response.status).toBe(422);
  expect(served.defects).toEqual([]);
});

test.each(['trailer', 'Transfer-Encoding', 'content-length'])(
  'a forced answer with the header "%s" is refused with 422',
  async (name) => {
    await using served = await serve();
    const effect = { type: 'respond', status: 200, body: {}, headers: { [name]: 'chunked' } };
    const answer = await fetch(`${served.mock.url}/v1/realtime/quota`, {
      headers: { ...headers, 'x-decart-mock': JSON.stringify(effect) },
    });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('without content-length, transfer-encoding and trailer');
    await served.expectClean();
  },
);

test('JSON nested 100,000 deep is refused with 400 and is no defect', async () => {
  await using served = await serve();
  const body = '['.repeat(100_000) + ']'.repeat(100_000);
  expect((await post(served.mock.url, '/v1/client/tokens', body, 'dct_r', 'application/json')).status).toBe(
    400,
  );
  expect(served.defects).toEqual([]);
});

test.each(['data:text/plain,secret', 'file:///etc/hostname'])(
  'the in-memory fetch refuses a redirect to %s',
  async (location) => {
    await using mock = createMock();
    const effect = { type: 'respond', status: 302, headers: { location } };
    const asked = mock.fetch('/v1/realtime/quota', {
      headers: { ...headers, 'x-decart-mock': JSON.stringify(effect) },
    });
    await expect(asked).rejects.toThrow('fetch failed');
  },
);
