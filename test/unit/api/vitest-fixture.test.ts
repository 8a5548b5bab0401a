import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect } from 'vitest';
import { test as plain } from 'vitest';
import { mockTest, test } from '../../../src/vitest.js';

const quota = (url: string, key: string) =>
  fetch(`${url}/v1/realtime/quota`, { headers: { 'x-api-key': key } });

const seen: { key: string; url: string }[] = [];

test('a test gets a running mock on a manual clock, and its own key', async ({ mock }) => {
  expect((await mock.clock.get()).mode).toBe('manual');
  expect(mock.seed).toBe('vitest');
  expect((await quota(mock.url, mock.key)).status).toBe(200);
  expect(await mock.journal.count({ operation: 'quota.get' })).toBe(1);
  await mock.clock.advance('90s');
  seen.push({ key: mock.key, url: mock.url });
});

test('the next test shares only the server', async ({ mock }) => {
  expect(mock.url).toBe(seen[0]?.url);
  expect(mock.key).not.toBe(seen[0]?.key);
  expect(await mock.journal.find()).toEqual([]);
  expect(await mock.account(seen[0]?.key ?? '').journal.find()).toEqual([]);
});

describe('with the clock overridden', () => {
  test.override({ mockClock: 'auto' });
  test('the test has that mode', async ({ mock }) => {
    expect((await mock.clock.get()).mode).toBe('auto');
  });
});

mockTest({ clock: 'auto', seed: 'mine', now: '2026-10-01' })(
  'a factory takes all options',
  async ({ mock }) => {
    expect(mock.seed).toBe('mine');
    expect((await mock.clock.get()).mode).toBe('auto');
    expect((await mock.clock.get()).now).toMatch(/^2026-10-01T00:00:/);
  },
);

plain('a rule that never fired fails the test with failOnUnusedRules', async () => {
  const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
  const config = new URL('unused/vitest.config.ts', import.meta.url).pathname;
  const text = await new Promise<string>((resolve) => {
    const args = [vitest, 'run', '--config', config, '--reporter=json'];
    execFile(process.execPath, args, { env: { ...process.env, VITEST: '' } }, (_error, stdout) =>
      resolve(stdout),
    );
  });
  interface Result {
    testResults: { assertionResults: { title: string; status: string; failureMessages: string[] }[] }[];
  }
  const results = (JSON.parse(text) as Result).testResults.flatMap(
    ({ assertionResults }) => assertionResults,
  );
  expect(results.map(({ title, status }) => [title, status])).toEqual([
    ['a rule that is missed', 'failed'],
    ['a rule that fires', 'passed'],
  ]);
  expect(results[0]?.failureMessages.join()).toContain(
    "2 of this test's rules never fired. Check the operation, match and count of each against the client's calls.\n" +
      '  rule-1: process {"model":"lucy-2"}, matched 0 times\n' +
      '  rule-2: quota.get {"nth":2}, matched 1 times',
  );
});
