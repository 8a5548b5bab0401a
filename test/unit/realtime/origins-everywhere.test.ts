import { describe, expect, test } from 'vitest';
import type { MockOptions, RunningMock } from '../../../src/index.js';
import { OFFER } from '../../regressions/support.js';
import { accountOf, connect, KEY, startQuiet } from './support/start.js';

const PAGE = 'https://app.example.com';
const OTHER = 'https://other.example.com';

const start = (realtime: MockOptions['realtime'] = {}): Promise<RunningMock> =>
  startQuiet({ realtime: { media: 'simulated', ...realtime } });

const tokenFor = async (mock: RunningMock): Promise<string> =>
  (await accountOf(mock).tokens.mint({ allowedOrigins: [PAGE] })).apiKey;

/** Status and body of a request from a page. */
async function ask(
  mock: RunningMock,
  key: string,
  path: string,
  origin?: string,
): Promise<readonly unknown[]> {
  const answer = await fetch(`${mock.url}${path}`, {
    method: path === '/v1/realtime/quota' ? 'GET' : 'POST',
    headers: { 'x-api-key': key, ...(origin !== undefined && { origin }) },
  });
  return [answer.status, (await answer.json()) as unknown];
}

const QUOTA = '/v1/realtime/quota';
const REFUSED = [403, { detail: 'Origin not allowed' }];

describe('with origins: everywhere, a token for one page', () => {
  test.each([
    ['that page', PAGE, 200],
    ['another page', OTHER, 403],
    ['a page of the same host on another port', `${PAGE}:8443`, 403],
    ['a sandboxed page', 'null', 403],
    ['a program, or a page of the same origin, which send no Origin', undefined, 200],
  ])('answers HTTP requests from %s: %s gets a %i', async (_, origin, status) => {
    await using mock = await start({ origins: 'everywhere' });
    const key = await tokenFor(mock);
    expect((await ask(mock, key, QUOTA, origin))[0]).toBe(status);
    const { jwt } = (await accountOf(mock).tokens.list())[0] ?? {};
    expect((await ask(mock, jwt ?? '', QUOTA, origin))[0]).toBe(status);
  });

  test('is refused before rules and input, in the form of the resource, and the journal says so', async () => {
    await using mock = await start({ origins: 'everywhere' });
    const key = await tokenFor(mock);
    const account = mock.account(KEY);
    await account.rules.add({ operation: 'quota.get', effect: { type: 'error', code: 'at_capacity' } });
    expect(await ask(mock, key, QUOTA, OTHER)).toEqual(REFUSED);
    expect(await ask(mock, key, '/v1/jobs/lucy-2.5', OTHER)).toEqual(REFUSED);
    expect(await ask(mock, key, '/v1/client/tokens', OTHER)).toEqual([403, { error: 'Origin not allowed' }]);
    expect((await account.rules.list())[0]).toMatchObject({ matched: 0, fired: 0 });
    expect(await account.journal.find({ operation: 'quota.get' })).toMatchObject([
      { status: 403, error: 'origin_not_allowed' },
    ]);
    expect((await ask(mock, key, QUOTA, PAGE))[0]).toBe(503);
  });

  test('refuses a request without Origin too under allowMissingOrigin: false', async () => {
    await using mock = await start({ origins: 'everywhere', allowMissingOrigin: false });
    const key = await tokenFor(mock);
    expect(await ask(mock, key, QUOTA)).toEqual(REFUSED);
    expect((await ask(mock, key, QUOTA, PAGE))[0]).toBe(200);
  });

  test.each([
    ['sockets', 'open'],
    ['everywhere', 'Origin not allowed'],
  ] as const)('with origins: %s, a viewer on another page is: %s', async (origins, seen) => {
    await using mock = await start({ origins });
    await using client = await connect(mock);
    client.send({ type: 'offer', sdp: OFFER });
    await client.next('answer');
    const { session_id: id } = await client.next('session_id');
    const key = await tokenFor(mock);
    await using viewer = await connect(mock, { key, origin: OTHER, path: `/subscribe/${String(id)}` });
    const closed = viewer.closed.then(({ reason }) => reason);
    const open = new Promise((resolve) => viewer.socket.once('pong', () => resolve('open')));
    viewer.socket.ping();
    expect(await Promise.race([closed, open])).toBe(seen);
  });

  test('a key, and a token without origins, are valid from every page', async () => {
    await using mock = await start({ origins: 'everywhere' });
    const { apiKey } = await accountOf(mock).tokens.mint();
    for (const key of [KEY, apiKey]) expect((await ask(mock, key, QUOTA, OTHER))[0]).toBe(200);
  });
});

test('by default HTTP requests of a token are answered from every page', async () => {
  await using mock = await start();
  expect((await ask(mock, await tokenFor(mock), QUOTA, OTHER))[0]).toBe(200);
});

test('by default allowMissingOrigin: false refuses realtime sessions alone, also those over HTTP signalling', async () => {
  await using mock = await start({ allowMissingOrigin: false });
  const key = await tokenFor(mock);
  expect((await ask(mock, key, QUOTA))[0]).toBe(200);
  const created = await fetch(`${mock.url}/v1/realtime/sessions`, {
    method: 'POST',
    headers: { 'x-api-key': key, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'lucy-2.5', sdp: { type: 'offer', sdp: OFFER } }),
  });
  expect(created.status).toBe(403);
});
