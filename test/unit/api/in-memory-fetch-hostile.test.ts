import { describe, expect, test, vi } from 'vitest';
import { createMock } from '../../../src/index.js';
import type { Effect } from '../../../src/world/rules/effects/effect.js';
import { until } from '../../support/patience.js';

const key = 'dct_hostile';
const headers = { 'x-api-key': key };
const QUOTA = '/v1/realtime/quota';
const RESOLVE = '/v1/models/resolve';
const asJson = { 'content-type': 'application/json' };
const mocked = (effect?: Effect) =>
  createMock({
    seed: 'hostile',
    clock: 'manual',
    ...(effect && { rules: [{ operation: 'quota.get', effect }] }),
  });
/** A body that ends, fails or stays open after a piece. */
const streamed = (then: (controller: ReadableStreamDefaultController) => void): RequestInit =>
  ({
    method: 'POST',
    headers: asJson,
    duplex: 'half',
    body: new ReadableStream({
      start: (controller) => {
        controller.enqueue(new TextEncoder().encode('{"model":"lucy-latest"}'));
        then(controller);
      },
    }),
  }) as RequestInit;

describe('URLs', () => {
  test('an invalid URL, or one of another scheme, is refused', async () => {
    await using mock = mocked();
    await expect(mock.fetch('http://[')).rejects.toThrow(TypeError);
    await expect(mock.fetch('file:///etc/passwd')).rejects.toThrow('fetch failed');
    await expect(mock.fetch('http://user:secret@x/')).rejects.toThrow(TypeError);
  });

  test('data: and blob: go to the global fetch, also when this replaced it', async () => {
    await using mock = mocked();
    vi.stubGlobal('fetch', mock.fetch);
    try {
      expect(await (await fetch('data:text/plain,hi')).text()).toBe('hi');
      const blob = URL.createObjectURL(new Blob(['there']));
      expect(await (await fetch(blob)).text()).toBe('there');
    } finally {
      vi.unstubAllGlobals();
    }
  });

  test('the response has its URL, without the fragment', async () => {
    await using mock = mocked();
    const answer = await mock.fetch(`https://api.decart.ai${QUOTA}#part`, { headers });
    expect([answer.url, answer.redirected]).toEqual([`https://api.decart.ai${QUOTA}`, false]);
  });
});

describe('redirects', () => {
  test('are followed, shown or refused', async () => {
    await using mock = mocked();
    const followed = await mock.fetch(`${QUOTA}/`, { headers });
    expect([followed.status, followed.redirected]).toEqual([200, true]);
    expect(new URL(followed.url).pathname).toBe(QUOTA);
    expect((await mock.fetch(`${QUOTA}/`, { headers, redirect: 'manual' })).status).toBe(307);
    await expect(mock.fetch(`${QUOTA}/`, { headers, redirect: 'error' })).rejects.toThrow('fetch failed');
  });

  test('a body is sent again unless it was a stream', async () => {
    await using mock = mocked();
    const body = JSON.stringify({ model: 'lucy-latest' });
    const resolved = await mock.fetch(`${RESOLVE}/`, { method: 'POST', headers: asJson, body });
    expect(await resolved.json()).toEqual({ model_id: 'lucy-2.5' });
    const stream = streamed((controller) => controller.close());
    await expect(mock.fetch(`${RESOLVE}/`, stream)).rejects.toThrow('fetch failed');
  });

  test('303 repeats with GET and without the body, and chains are limited', async () => {
    await using mock = mocked({ type: 'respond', status: 302, headers: { location: QUOTA } });
    await expect(mock.fetch(QUOTA, { headers })).rejects.toMatchObject({
      cause: { message: 'redirect count exceeded' },
    });
    await mock.account(key).rules.add({
      operation: 'models.resolve',
      effect: { type: 'respond', status: 303, headers: { location: '/_mock/health' } },
    });
    const post = { method: 'POST', headers: { ...headers, ...asJson }, body: '{"model":"x"}' };
    expect(await (await mock.fetch(RESOLVE, post)).json()).toMatchObject({ status: 'ok' });
  });
});

describe('a client that aborts', () => {
  test('gets its own reason, before, during and after the head', async () => {
    await using mock = mocked({ type: 'slow', bytesPerSecond: 10 });
    const mine = new Error('mine');
    await expect(mock.fetch(QUOTA, { headers, signal: AbortSignal.abort(mine) })).rejects.toBe(mine);
    const client = new AbortController();
    const answer = await mock.fetch(QUOTA, { headers, signal: client.signal });
    const text = answer.text();
    client.abort(mine);
    await expect(text).rejects.toBe(mine);
  });

  test('is disconnected for the server as well', async () => {
    await using mock = mocked({ type: 'slow', bytesPerSecond: 10 });
    const { clock } = mock.account(key);
    const answer = await mock.fetch(QUOTA, { headers });
    await until(async () => expect((await clock.get()).pending).toHaveLength(1));
    await answer.body?.cancel();
    await until(async () => expect((await clock.get()).pending).toEqual([]));
  });

  test('during an upload leaves nothing open', async () => {
    await using mock = mocked();
    const client = new AbortController();
    const sending = mock.fetch(RESOLVE, { ...streamed(() => undefined), signal: client.signal });
    await new Promise((resolve) => setImmediate(resolve));
    client.abort();
    await expect(sending).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('bodies', () => {
  test('a stream that breaks fails the request, not the process', async () => {
    await using mock = mocked();
    const broken = streamed((controller) => controller.error(new Error('source broke')));
    await expect(mock.fetch(RESOLVE, broken)).rejects.toThrow('fetch failed');
    const whole = streamed((controller) => controller.close());
    expect(await (await mock.fetch(RESOLVE, whole)).json()).toEqual({ model_id: 'lucy-2.5' });
  });

  test('a false length from the caller is ignored', async () => {
    await using mock = mocked();
    const body = JSON.stringify({ model: 'lucy-latest' });
    const made = { method: 'POST', body, headers: { ...asJson, 'content-length': '5' } };
    expect((await mock.fetch(RESOLVE, made)).status).toBe(200);
  });

  test('a Request has its own, once', async () => {
    await using mock = mocked();
    const body = JSON.stringify({ model: 'lucy-latest' });
    const request = new Request(`https://api.decart.ai${RESOLVE}`, { method: 'POST', headers: asJson, body });
    expect(await (await mock.fetch(request)).json()).toEqual({ model_id: 'lucy-2.5' });
    await expect(mock.fetch(request)).rejects.toThrow(TypeError);
  });

  test('HEAD has none', async () => {
    await using mock = mocked();
    const answer = await mock.fetch(QUOTA, { method: 'HEAD', headers });
    expect([answer.status, answer.body, answer.headers.get('content-length')]).toEqual([200, null, '45']);
  });
});

test('a request that the HTTP parser refuses is answered', async () => {
  await using mock = mocked();
  expect((await mock.fetch(QUOTA, { method: 'FOO' })).status).toBe(400);
});

test.each(['upgrade', 'transfer-encoding', 'expect'])('the header %s is refused', async (name) => {
  await using mock = mocked();
  await expect(mock.fetch(QUOTA, { headers: { [name]: 'x' } })).rejects.toThrow('fetch failed');
});

test('a closed mock does not answer', async () => {
  const mock = mocked();
  await mock.close();
  await mock.close();
  await expect(mock.fetch(QUOTA, { headers })).rejects.toThrow('fetch failed');
  expect([...mock.world.accounts()]).toEqual([]);
});
