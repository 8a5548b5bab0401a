import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMock } from '../../../src/index.js';

const QUOTA = '/v1/realtime/quota';
const API = `https://api.decart.ai${QUOTA}`;
const key = 'dct_redirects';
const secrets = { 'x-api-key': key, authorization: 'Bearer x', cookie: 'a=b' };

/** Other servers. `/to?status=302&url=...` redirects; any other path answers with what it got. */
const others: Server[] = [];
beforeAll(async () => {
  for (let count = 0; count < 2; count++) {
    const other = createServer((request, response) => {
      const { searchParams, pathname } = new URL(request.url ?? '', 'http://other');
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('end', () => {
        if (pathname === '/to')
          return response
            .writeHead(Number(searchParams.get('status')), { location: searchParams.get('url') ?? '' })
            .end();
        const { method, headers } = request;
        response.end(JSON.stringify({ method, headers, body: Buffer.concat(pieces).toString() }));
      });
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    others.push(other);
  }
});
afterAll(() => others.forEach((other) => other.close()));

const urlOf = (index: number): string => `http://127.0.0.1:${(others[index]?.address() as AddressInfo).port}`;
const redirectTo = (url: string, status = 302): string =>
  `${urlOf(0)}/to?${new URLSearchParams({ status: String(status), url }).toString()}`;

interface Got {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
const gotOf = async (answer: Response): Promise<Got> => (await answer.json()) as Got;

describe('a redirect of a host that was passed on', () => {
  const passing = { otherHosts: 'pass-on' } as const;

  test('to a host of the API is answered by the mock, also after several redirects', async () => {
    await using mock = createMock(passing);
    for (const url of [redirectTo(API), redirectTo(redirectTo(API))]) {
      const answer = await mock.fetch(url, { headers: { 'x-api-key': key } });
      expect([answer.status, answer.url, answer.redirected]).toEqual([200, API, true]);
    }
    expect(await mock.account(key).journal.count({ operation: 'quota.get', status: 200 })).toBe(2);
  });

  test('to another host takes no credentials and no API key along', async () => {
    await using mock = createMock(passing);
    const answer = await mock.fetch(redirectTo(`${urlOf(1)}/away`), {
      headers: { ...secrets, accept: 'a/b' },
    });
    const { headers } = await gotOf(answer.clone());
    expect(headers).toMatchObject({ accept: 'a/b' });
    for (const name of Object.keys(secrets)) expect(headers).not.toHaveProperty(name);
    for (const one of [answer, answer.clone()])
      expect([one.url, one.redirected]).toEqual([`${urlOf(1)}/away`, true]);
  });

  test('to the same origin keeps them', async () => {
    await using mock = createMock(passing);
    const answer = await mock.fetch(redirectTo(`${urlOf(0)}/here`), { headers: secrets });
    expect((await gotOf(answer)).headers).toMatchObject(secrets);
  });

  test('is shown with redirect: manual, and refused with redirect: error', async () => {
    await using mock = createMock(passing);
    const shown = await mock.fetch(redirectTo(API), { redirect: 'manual' });
    expect([shown.status, shown.headers.get('location'), shown.redirected]).toEqual([302, API, false]);
    await expect(mock.fetch(redirectTo(API), { redirect: 'error' })).rejects.toMatchObject({
      name: 'TypeError',
      cause: { message: 'unexpected redirect' },
    });
  });

  test('sends a body again after 307, and GET without it after 303', async () => {
    await using mock = createMock(passing);
    const post = { method: 'POST', body: 'text' };
    const there = `${urlOf(1)}/there`;
    for (const input of [redirectTo(there, 307), new Request(redirectTo(there, 307), post)])
      expect(
        await gotOf(await mock.fetch(input, typeof input === 'string' ? post : undefined)),
      ).toMatchObject(post);
    expect(await gotOf(await mock.fetch(redirectTo(there, 303), post))).toMatchObject({
      method: 'GET',
      body: '',
    });
  });
});

test('a redirect of the mock to another host does not take the API key along', async () => {
  const location = `${urlOf(1)}/away`;
  await using mock = createMock({
    otherHosts: 'pass-on',
    rules: [{ operation: 'quota.get', effect: { type: 'respond', status: 307, headers: { location } } }],
  });
  const { headers } = await gotOf(await mock.fetch(QUOTA, { headers: secrets }));
  for (const name of Object.keys(secrets)) expect(headers).not.toHaveProperty(name);
});

test('the body of a Request is sent again after 307', async () => {
  await using mock = createMock();
  const request = new Request('https://api.decart.ai/v1/models/resolve/', {
    method: 'POST',
    headers: { 'x-api-key': key, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'lucy-latest' }),
  });
  const answer = await mock.fetch(request);
  expect([answer.status, answer.redirected]).toEqual([200, true]);
});

describe('an answer', () => {
  test('whose client aborts before it reads the body rejects with an AbortError', async () => {
    await using mock = createMock();
    const client = new AbortController();
    const answer = await mock.fetch(QUOTA, { headers: { 'x-api-key': key }, signal: client.signal });
    client.abort();
    await expect(answer.text()).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('has clones with its URL', async () => {
    await using mock = createMock();
    const answer = await mock.fetch(API, { headers: { 'x-api-key': key } });
    const copy = answer.clone().clone();
    expect([copy.url, copy.redirected, await copy.json()]).toEqual([API, false, await answer.json()]);
  });
});
