import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { controlRoutes } from '../../../src/control/serve.js';
import { createMock } from '../../../src/index.js';
import { generating, startQuiet } from '../realtime/support/start.js';
import { at, clientOf, controlOf } from './support.js';

test.each(['/_mock', '/_mock/'])('%s lists version and routes', async (path) => {
  await using mock = createMock({ seed: 'door', clock: 'manual', controlToken: 'secret' });
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  const answer = await mock.fetch(path);
  expect(answer.status).toBe(200);
  const body = (await answer.json()) as { routes: string[]; docs: Record<string, string> };
  expect(body).toMatchObject({ name: 'decart-mock', version, seed: 'door', clock: 'manual' });
  expect(body.routes).toHaveLength(controlRoutes(0).length - 1);
  expect(body.routes).toContain('POST /_mock/clock/advance');
  for (const file of Object.values(body.docs)) expect(readFileSync(file, 'utf8')).not.toBe('');
});

test('metrics count requests, jobs, sessions and credits over all keys, and name no key', async () => {
  await using mock = await startQuiet({ defaults: { credits: 100, autoTopUp: null } });
  await using session = await generating(mock);
  const client = clientOf(at(mock), 'dct_metrics');
  await client.submit();
  await client.submit('lucy-2.5', '[mock:fail]');
  await client.submit('no-such-model');
  await mock.account('dct_metrics').clock.advance('1h');
  await client.submit();
  const text = String((await controlOf(at(mock), '')('GET', '/metrics')).body);
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  expect(lines).toEqual(
    expect.arrayContaining([
      'decart_mock_requests_total{operation="jobs.submit",status="200"} 3',
      'decart_mock_requests_total{operation="jobs.submit",status="405"} 1',
      'decart_mock_jobs{status="pending"} 1',
      'decart_mock_jobs{status="processing"} 0',
      'decart_mock_jobs{status="completed"} 1',
      'decart_mock_jobs{status="failed"} 1',
      'decart_mock_sessions 1',
    ]),
  );
  const figure = (name: string): number =>
    Number(lines.find((line) => line.startsWith(`decart_mock_${name} `))?.split(' ')[1]);
  const { credits } = mock.account('dct_metrics');
  const all = [...mock.world.organisations()].map((one) => one.credits.available());
  expect(figure('credits_available')).toBeCloseTo(all.reduce((a, b) => a + b, 0));
  expect(figure('credits_reserved')).toBe((await credits.get()).reserved);
  expect(figure('credits_reserved')).toBeGreaterThan(0);
  expect(text).not.toMatch(/dct_|ek_/);
  await session.close();
  expect((await controlOf(at(mock), '')('GET', '/metrics')).body).toContain('decart_mock_sessions 0\n');
});

test('the inspector shows an account, and text from clients as text', async () => {
  await using mock = createMock({ seed: 'door', clock: 'manual', now: '2026-10-01' });
  const empty = await mock.fetch('/_mock/inspector');
  expect(empty.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(await empty.text()).toContain('No key has been used yet.');
  const key = 'dct_inspected_secret';
  await mock.account(key).rules.add({ id: 'seen', operation: 'verify', effect: { type: 'no-response' } });
  const { body } = await clientOf(mock.fetch, key).submit('lucy-2.5', '<script>alert("x")</script>');
  const { tag } = mock.world.account(key);
  const page = String((await controlOf(mock.fetch, '')('GET', `/inspector?account=${tag}`)).body);
  for (const text of [String(body['job_id']), 'lucy-2.5', 'seen', 'jobs.submit', '&lt;script&gt;', 'pending'])
    expect(page).toContain(text);
  expect(page).toContain(' 1 journal entry<');
  expect(page).not.toContain('<script');
  expect(page).not.toContain(key);
  const guarded = createMock({ controlToken: 'secret' });
  expect((await guarded.fetch('/_mock/inspector')).status).toBe(401);
  await guarded.close();
});
