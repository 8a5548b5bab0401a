import { createServer } from 'node:http';
import { once } from 'node:events';
import express from 'express';
import { expect, test } from 'vitest';
import { logRequests } from '../../src/cli/request-log.js';
import { createMock } from '../../src/index.js';
import type { KeyOptions } from '../../src/world/world.js';

test('a registration with an invalid top-up changes nothing', async () => {
  await using mock = createMock({ seed: 'x', organisations: { acme: {} } });
  const account = mock.account('dct_r');
  account.credits.setAutoTopUp(null);
  account.credits.set(7);
  const before = account.organisation;
  const register = (options: KeyOptions): Promise<Response> =>
    mock.fetch('/_mock/accounts', {
      method: 'POST',
      body: JSON.stringify({ key: 'dct_r', organisation: 'acme', ...options }),
    });
  const answer = await register({ credits: 5, autoTopUp: { below: 10, to: 1 } });
  expect([answer.status, await answer.json()]).toMatchObject([400, { error: { code: 'bad_input' } }]);
  expect([account.organisation, account.credits.available]).toEqual([before, 7]);
  expect(() => mock.register('dct_r', { organisation: 'acme', maxConcurrentSessions: -1 })).toThrow('not -1');
  expect(() => mock.register('dct_r', { credit: 5 } as KeyOptions)).toThrow('did you mean credits?');
  expect(account.organisation).toBe(before);
});

test('a refused key stays unknown', async () => {
  await using mock = createMock({ seed: 'x', strictKeys: true });
  for (const key of ['two words', 'dct_invalid']) {
    expect(() => mock.register(key)).toThrow('no account');
    expect(mock.world.knows(key)).toBe(false);
  }
});

test('a percent-encoded key in a path is redacted in the journal', async () => {
  await using mock = createMock({ seed: 'x' });
  const headers = { 'x-api-key': 'dct_me' };
  await mock.fetch('/v1/files/%64ct_stolen', { headers });
  await mock.fetch('/v1/files/a%20b', { headers });
  const paths = mock
    .account('dct_me')
    .journal.find({ operation: 'files.get' })
    .map(({ path }) => path);
  expect(paths).toEqual(['/v1/files/[redacted]', '/v1/files/a%20b']);
});

test('the request log has the whole path, and redacts a percent-encoded key', async () => {
  const app = express();
  app.use('/_mock', (request, response) => void response.end(request.url));
  const server = createServer(app);
  const lines: string[] = [];
  logRequests(server, (line) => lines.push(line));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  await (await fetch(`http://127.0.0.1:${port}/_mock/health?x=%64ct_stolen`)).text();
  await (await fetch(`http://127.0.0.1:${port}/_mock/%64ct_stolen`)).text();
  await new Promise((resolve) => server.close(resolve));
  expect(lines.map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual([
    'GET /_mock/health?x=[redacted] 200',
    'GET /_mock/[redacted] 200',
  ]);
});

test.each(['wait?count=', 'wait?count=%20', 'wait?count=1e3', 'wait?count=-1', 'wait?timeoutMs=', '?limit='])(
  'an invalid number is refused: %s',
  async (query) => {
    await using mock = createMock({ seed: 'x' });
    const answer = await mock.fetch(`/_mock/journal${query.startsWith('?') ? '' : '/'}${query}`, {
      headers: { 'x-api-key': 'dct_me' },
    });
    expect([answer.status, await answer.json()]).toMatchObject([
      400,
      { error: { code: 'bad_input', message: expect.stringContaining('a whole number') as string } },
    ]);
  },
);
