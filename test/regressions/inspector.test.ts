import { expect, test } from 'vitest';
import { createMock, type RunningMock, startMock } from '../../src/index.js';
import { at, clientOf, controlOf } from '../unit/control/support.js';
import { startQuiet } from '../unit/realtime/support/start.js';

// A browser sends no header of the mock, so a link with the token opens the inspector.
const token = 'open sesame & more';

const link = (mock: RunningMock, more = '') =>
  `${mock.controlUrl}/inspector?token=${encodeURIComponent(token)}${more}`;

const ask = (url: string, headers: Record<string, string> = {}, init: RequestInit = {}) =>
  fetch(url, { headers, ...init });

/** What a browser sends back after the link was opened. */
async function cookieOf(mock: RunningMock): Promise<string> {
  const answer = await ask(link(mock));
  return answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

test('the link sets a cookie for the inspector, and leads to the URL without the token', async () => {
  await using mock = await startMock({ controlToken: token });
  const answer = await ask(link(mock, '&account=31f6'));
  const body = await answer.text();
  expect(answer.status).toBe(200);
  expect(body).toContain('<meta http-equiv="refresh" content="0; url=/_mock/inspector?account=31f6" />');
  expect(answer.headers.getSetCookie()).toEqual([
    expect.stringMatching(
      /^decart_mock_\w{8}=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/_mock\/inspector$/,
    ),
  ]);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  const shown = [body];
  answer.headers.forEach((value) => shown.push(value));
  expect(shown.join()).not.toContain('sesame');

  const page = await ask(`${mock.controlUrl}/inspector?all`, { cookie: `a=b; ${await cookieOf(mock)}; c=d` });
  expect(page.status).toBe(200);
  expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  expect(await page.text()).toContain('<h1>decart-mock</h1>');
});

test('other parameters of the link are escaped', async () => {
  await using mock = await startMock({ controlToken: token });
  const body = await (await ask(link(mock, '&account="><script>'))).text();
  expect(body).not.toMatch(/<script|">&lt;/);
});

test('the cookie opens the inspector alone, and only for requests of its own origin', async () => {
  await using mock = await startMock({ controlToken: token });
  const cookie = await cookieOf(mock);
  for (const path of ['/clock', '/accounts', '/metrics', '/journal', '/nowhere'])
    expect((await ask(`${mock.controlUrl}${path}`, { cookie, 'x-api-key': 'dct_a' })).status).toBe(401);
  expect((await ask(`${mock.controlUrl}/reset/all`, { cookie }, { method: 'POST' })).status).toBe(401);
  const inspector = `${mock.controlUrl}/inspector`;
  expect((await ask(inspector, { cookie, origin: 'http://localhost:3000' })).status).toBe(401);
  expect((await ask(inspector, { cookie })).headers.get('access-control-allow-credentials')).toBeNull();
  expect((await ask(`${mock.controlUrl}/clock?token=${encodeURIComponent(token)}`)).status).toBe(401);
});

test('a wrong token and the cookie of another mock are refused', async () => {
  await using mock = await startMock({ controlToken: token });
  await using other = await startMock({ controlToken: 'another' });
  const inspector = `${other.controlUrl}/inspector`;
  const cookie = await cookieOf(mock);
  for (const [url, sent] of [
    [inspector, cookie],
    [inspector, ''],
    [`${inspector}?token=`, ''],
    [`${inspector}?token=anothe`, ''],
  ] as const) {
    const answer = await ask(url, sent === '' ? {} : { cookie: sent });
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([401, []]);
    expect(await answer.json()).toMatchObject({
      error: { code: 'token_required', message: expect.stringContaining('In a browser') as string },
    });
  }
  expect((await ask(inspector, { 'x-mock-token': 'another' })).status).toBe(200);
});

const crowd = Array.from({ length: 30 }, (_, index) => `dct_${index + 1}`);

test('the inspector lists the last ten accounts, and all on request', async () => {
  await using mock = createMock();
  for (const key of crowd) await clientOf(mock.fetch, key).quota();
  const look = async (query: string) =>
    String((await controlOf(mock.fetch, '')('GET', `/inspector${query}`)).body);
  const listed = (page: string) =>
    [...page.matchAll(/<li><a href="\?account=\w+">(dct_\d+) /g)].map(([, key]) => key);
  const { tag } = mock.world.account('dct_1');
  const page = await look(`?account=${tag}`);
  expect(listed(page)).toEqual(['dct_1', ...crowd.slice(-9).reverse()]);
  expect(page).toContain('<a href="?all">20 more</a>');
  expect(page).toContain(`<h2>dct_1 ${tag}</h2>`);
  expect(listed(await look('?all'))).toHaveLength(30);
});

test('short keys are shown whole, and keys that may be real are shortened', async () => {
  await using mock = createMock();
  const keys = ['dct_fail', 'dct_failx', 'dct_no_credits_a', 'dct_9f3c21d8b7a64e05'];
  for (const key of keys) await mock.account(key).clock.get();
  const page = String((await controlOf(mock.fetch, '')('GET', '/inspector')).body);
  const shown = [...page.matchAll(/<li><a href="\?account=(?!none")\w+">(\S+) /g)].map(([, key]) => key);
  expect(shown).toEqual(['dct_9f3c...', 'dct_no_credits_a', 'dct_failx', 'dct_fail']);
  const { accounts } = (await controlOf(mock.fetch, '')('GET', '/accounts')).body as {
    accounts: { key: string }[];
  };
  expect(accounts.map(({ key }) => key)).toEqual([...shown].reverse());
});

test('an unused account is neither listed nor counted', async () => {
  await using mock = await startQuiet();
  mock.world.today();
  const get = async (path: string): Promise<unknown> => (await controlOf(at(mock), '')('GET', path)).body;
  expect(await get('/accounts')).toEqual({ accounts: [] });
  expect(await get('/metrics')).toContain('decart_mock_accounts 0\n');
  expect(await get('/metrics')).toContain('decart_mock_credits_available 0\n');
  expect(await get('/inspector')).toContain('No key has been used yet.');
  expect((await fetch(`${mock.url}/.well-known/jwks.json`)).status).toBe(200);
  expect(await get('/metrics')).toContain('decart_mock_accounts 1\n');
  expect(await get('/accounts')).toMatchObject({ accounts: [{ key: 'anonymous' }] });
});

test('the inspector lists the most recently used key first', async () => {
  await using mock = await startQuiet();
  for (const key of ['dct_1', 'dct_2', 'dct_3', 'dct_1']) await clientOf(at(mock), key).quota();
  const page = String((await controlOf(at(mock), '')('GET', '/inspector')).body);
  expect([...page.matchAll(/>(dct_\d) /g)].map(([, key]) => key)).toEqual(['dct_1', 'dct_3', 'dct_2']);
});
