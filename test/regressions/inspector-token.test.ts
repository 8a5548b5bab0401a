import { expect, test } from 'vitest';
import { startMock, type RunningMock } from '../../src/index.js';

/** A browser could not open the inspector of a mock with a control token: it sends no header of ours. */

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
  const told = [body];
  answer.headers.forEach((value) => told.push(value));
  expect(told.join()).not.toContain('sesame');

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

test('the cookie opens nothing else, and does not serve scripts of other pages', async () => {
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
