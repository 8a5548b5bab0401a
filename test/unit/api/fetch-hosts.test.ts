import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apiHosts } from '../../../src/contract/hosts.js';
import { createMock, startMock, type MockOptions } from '../../../src/index.js';
import { mockTest } from '../../../src/vitest.js';

const QUOTA = '/v1/realtime/quota';
const key = 'dct_hosts';
const headers = { 'x-api-key': key };
const fixture = mockTest();

/** Another server, which answers with what it got. */
let other: Server;
let otherUrl = '';
beforeAll(async () => {
  other = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const { method, url, headers } = request;
      response.end(JSON.stringify({ method, url, headers, body: Buffer.concat(pieces).toString() }));
    });
  });
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  otherUrl = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
});
afterAll(() => other.close());

/** Redirects GET /v1/realtime/quota. */
const redirecting = (location: string, options: MockOptions = {}) =>
  createMock({
    ...options,
    rules: [{ operation: 'quota.get', effect: { type: 'respond', status: 307, headers: { location } } }],
  });

describe('answers', () => {
  test.each(apiHosts.map(({ host }) => host))('https://%s, as text, URL and Request', async (host) => {
    await using mock = createMock();
    const url = `https://${host}${QUOTA}`;
    for (const input of [url, new URL(url), new Request(url, { headers })])
      expect((await mock.fetch(input, { headers })).status).toBe(200);
    expect(await mock.account(key).journal.count({ operation: 'quota.get' })).toBe(3);
  });

  test('its own URL while it listens, also under another name of this machine', async () => {
    await using mock = await startMock();
    for (const url of [mock.url, mock.url.replace('127.0.0.1', 'localhost')])
      expect((await mock.fetch(url + QUOTA, { headers })).status).toBe(200);
    const answer = await mock.fetch(QUOTA, { headers });
    expect([answer.status, answer.url]).toEqual([200, mock.url + QUOTA]);
    expect((await mock.fetch(answer.url, { headers })).status).toBe(200);
  });

  test('the URL of its own answer, also without a port', async () => {
    await using mock = createMock();
    const { url } = await mock.fetch(QUOTA, { headers });
    expect((await mock.fetch(url, { headers })).status).toBe(200);
  });

  test('on a mock that began to listen after the fetch was taken', async () => {
    const mock = createMock();
    const { fetch } = mock;
    await using running = await mock.listen();
    expect(running.fetch).toBe(fetch);
    expect((await fetch(running.url + QUOTA, { headers })).status).toBe(200);
  });

  test('the control API under the name of an API host', async () => {
    await using mock = createMock();
    expect((await mock.fetch('https://api.decart.ai/_mock/state', { headers })).status).toBe(200);
  });

  fixture('a path and an API host in the fixture, whose key the caller sends', async ({ mock }) => {
    const own = { headers: { 'x-api-key': mock.key } };
    expect((await mock.fetch(QUOTA, own)).status).toBe(200);
    expect((await mock.fetch(`https://api.decart.ai${QUOTA}`, own)).status).toBe(200);
    expect((await mock.fetch(QUOTA)).status).toBe(422);
    expect(await mock.journal.count({ operation: 'quota.get', status: 200 })).toBe(2);
    await expect(mock.fetch('https://example.com/')).rejects.toThrow('Cannot fetch https://example.com/');
  });
});

describe('refuses', () => {
  test('another host, with a sentence that says what to do', async () => {
    await using mock = createMock();
    await expect(mock.fetch('https://example.com/a?token=secret')).rejects.toThrow(
      'Cannot fetch https://example.com/a?token=[redacted] from the mock: it answers paths such as /v1/jobs/lucy-2.1, ' +
        'the hosts of the API (api.decart.ai, api3.decart.ai, platform.decart.ai), not example.com. Fetch a path, or ' +
        "create the mock with { otherHosts: 'pass-on' } to send requests for other hosts to the network.",
    );
  });

  test.each([
    'https://docs.platform.decart.ai/',
    'https://api.decart.ai.example.com/',
    'https://api.decart.ai:8443/',
    '//example.com/v1/jobs',
    'http://localhost/v1/jobs',
  ])('%s', async (url) => {
    await using mock = createMock();
    await expect(mock.fetch(url)).rejects.toThrow(/^Cannot fetch /);
  });

  test('another port of this machine, and names its own URL', async () => {
    await using mock = await startMock();
    await expect(mock.fetch(otherUrl)).rejects.toThrow(`and the mock's own URL ${mock.url}, not 127.0.0.1:`);
  });

  test('a redirect to another host', async () => {
    await using mock = redirecting('https://example.com/away');
    await expect(mock.fetch(QUOTA, { headers })).rejects.toThrow('Cannot fetch https://example.com/away');
  });

  test('an option that it does not know', () => {
    expect(() => createMock({ otherHosts: 'allow' as 'refuse' })).toThrow(
      /otherHosts: .*"refuse"\|"pass-on"/,
    );
  });
});

describe("with otherHosts: 'pass-on'", () => {
  const passing = { otherHosts: 'pass-on' } as const;

  test('another host gets the request as it was given, and the mock does not', async () => {
    await using mock = createMock(passing);
    const answer = await mock.fetch(new URL('/x?y=1', otherUrl), { method: 'POST', headers, body: 'text' });
    expect(await answer.json()).toMatchObject({ method: 'POST', url: '/x?y=1', headers, body: 'text' });
    const form = new FormData();
    form.set('field', 'value');
    const sent = (await (await mock.fetch(otherUrl, { method: 'POST', body: form })).json()) as {
      body: string;
    };
    expect(sent.body).toContain('name="field"');
    expect(await mock.accounts()).toEqual([]);
  });

  test('an API host is still answered by the mock', async () => {
    await using mock = createMock(passing);
    expect((await mock.fetch(`https://api.decart.ai${QUOTA}`, { headers })).status).toBe(200);
  });

  test('a redirect leads there, without the credentials of its origin', async () => {
    await using mock = redirecting(`${otherUrl}/away`, passing);
    const answer = await mock.fetch(QUOTA, { headers: { ...headers, authorization: 'Bearer x' } });
    const got = (await answer.json()) as { url: string; headers: Record<string, string> };
    expect([got.url, got.headers['authorization']]).toEqual(['/away', undefined]);
  });

  test('an abort ends a request there with its reason', async () => {
    await using mock = createMock(passing);
    const mine = new Error('mine');
    await expect(mock.fetch(otherUrl, { signal: AbortSignal.abort(mine) })).rejects.toBe(mine);
  });
});
