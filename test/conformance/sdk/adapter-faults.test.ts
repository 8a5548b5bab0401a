import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AdapterHost } from '../../../conformance/adapters/host.js';
import { consoleReport } from '../../../conformance/report/console.js';
import { markdownReport } from '../../../conformance/report/markdown.js';
import type { SdkCase } from '../../../conformance/suites/sdk/define.js';
import { videoJob } from '../../../conformance/suites/sdk/steps.js';
import { startMock, type RunningMock } from '../../../src/index.js';
import { drive, misbehaving, resultOf } from './support/drive.js';

let mock: RunningMock;
beforeAll(async () => void (mock = await startMock({ seed: 'adapter-faults' })));
afterAll(() => mock.close());

/** A case that calls the SDK once, and one that only talks to the adapter. */
const calls = (slug: string): SdkCase => ({
  id: `tokens.kit/${slug}`,
  title: 'It mints.',
  requires: ['TOK-46'],
  needs: ['tokens.create'],
  deadlineMs: 20_000,
  run: async (s) => {
    const minted = await s.call('tokens.create', {}, { deadlineMs: 500 });
    s.check('TOK-46', minted.ok, { title: 'A token came.' });
  },
});
const harmless: SdkCase = {
  ...calls('harmless'),
  needs: ['adapter.sleep'],
  run: async (s) => {
    const slept = await s.call('adapter.sleep', { ms: 300 });
    s.check('TOK-46', slept.ok, { title: 'It slept.' });
  },
};

test('a crash costs the case that caused it: what ran beside it is run again', async () => {
  const run = await drive(mock.url, misbehaving('crash'), { cases: [harmless, calls('fatal')] });
  expect(resultOf(run, 'tokens.kit/harmless').verdict).toBe('pass');
  const crashed = resultOf(run, 'tokens.kit/fatal');
  expect(crashed.verdict).toBe('crashed');
  expect(crashed.reason).toMatch(/exited with code 139/);
  expect(crashed.reason).toMatch(/Segmentation fault/);
  expect(crashed.transcript?.some((line) => line.startsWith('> ') && line.includes('tokens.create'))).toBe(
    true,
  );
  expect(run.exitCode).toBe(1);
});

test('three crashes in a row in different cases are the adapter, not the SDK', async () => {
  const run = await drive(mock.url, misbehaving('crash'), {
    cases: ['a', 'b', 'c', 'd'].map(calls),
    concurrency: 1,
  });
  expect(run.exitCode).toBe(3);
  expect(resultOf(run, 'tokens.kit/d').verdict).toBe('harness-error');
  expect(resultOf(run, 'tokens.kit/d').reason).toMatch(/adapter is broken: it crashed in/);
});

test('a hang costs its own case, and the next one gets a new adapter', async () => {
  const run = await drive(mock.url, misbehaving('hang'), {
    cases: [calls('stuck'), harmless],
    concurrency: 1,
  });
  expect(resultOf(run, 'tokens.kit/stuck').verdict).toBe('hung');
  expect(resultOf(run, 'tokens.kit/stuck').reason).toMatch(/no end after 500 ms, nor 4000 ms after/);
  expect(resultOf(run, 'tokens.kit/harmless').verdict).toBe('pass');
});

test('a value of another shape is a fault of the adapter, never a verdict on the SDK', async () => {
  const run = await drive(mock.url, misbehaving('value'), { cases: [calls('shape')] });
  expect(resultOf(run, 'tokens.kit/shape').verdict).toBe('harness-error');
  expect(resultOf(run, 'tokens.kit/shape').reason).toMatch(/apiKey must be string,null/);
  expect(run.exitCode).toBe(3);
});

test('what the adapter does not claim is not applicable, and alone it is no success', async () => {
  const uploads = ['upload', 'again'].map((slug): SdkCase => ({ ...calls(slug), needs: ['files.upload'] }));
  const run = await drive(mock.url, misbehaving(''), { cases: uploads });
  expect(resultOf(run, 'tokens.kit/upload').verdict).toBe('not-applicable');
  expect(run.exitCode).toBe(2);
  const lines = stripVTControlCharacters(consoleReport(run)).split('\n');
  expect(lines).toContain('not-applicable, 2 cases: The adapter does not claim files.upload.');
  expect(lines).toContainEqual(expect.stringMatching(/^0 checks; requirements: 0 of/));
  expect(lines.at(-1)).toMatch(/^Nothing was judged: .* That is exit code 2\.$/);
  expect(markdownReport(run)).toMatch(/Nothing was judged: [^]*- not-applicable, 2 cases: /);
});

test('a run that judged something says what was left out, and not that nothing was judged', async () => {
  const upload: SdkCase = { ...calls('upload'), needs: ['files.upload'] };
  const run = await drive(mock.url, misbehaving(''), { cases: [harmless, upload] });
  expect(run.exitCode).toBe(0);
  const text = stripVTControlCharacters(consoleReport(run));
  expect(text).toContain('not-applicable, 1 case: The adapter does not claim files.upload.');
  expect(text).toMatch(/^1 checks; requirements: 1 of/m);
  expect(text).not.toContain('Nothing was judged');
});

test('an adapter that greets and answers nothing else is given up at its first ping', async () => {
  await expect(drive(mock.url, misbehaving('mute'), { cases: [calls('a')] })).rejects.toThrow(
    /greeted, and answered no ping within/,
  );
}, 30_000);

test('an adapter that never answers a call costs its patience once, not once a case', async () => {
  const began = performance.now();
  const run = await drive(mock.url, misbehaving('mute-calls'), {
    cases: ['a', 'b', 'c', 'd'].map(calls),
    concurrency: 1,
  });
  expect(performance.now() - began).toBeLessThan(20_000);
  expect(run.exitCode).toBe(3);
  expect(run.results.map(({ verdict }) => verdict)).toEqual(Array(4).fill('harness-error'));
  expect(run.results.at(-1)?.reason).toMatch(/open had no result within/);
}, 40_000);

describe('a case that takes a model', () => {
  const submits: SdkCase = {
    ...calls('submits'),
    needs: ['queue.submit'],
    run: async (s) => {
      const called = await s.call('queue.submit', videoJob(s));
      s.check('TOK-46', called.value['jobId'] === 'lucy-2.5', { title: 'The best one.', got: called.value });
    },
  };
  const offers: SdkCase = {
    ...calls('offers'),
    needs: ['queue.submit'],
    run: async (s) =>
      void s.check('TOK-46', s.offered('video').length === 0, { title: 'It cannot come to this.' }),
  };

  test("gets the kit's best from an adapter that names none, which offers none itself", async () => {
    const run = await drive(mock.url, misbehaving('any-model'), { cases: [submits, offers] });
    expect(resultOf(run, 'tokens.kit/submits').verdict).toBe('pass');
    expect(resultOf(run, 'tokens.kit/offers').verdict).toBe('not-applicable');
  });

  test('does not apply to one that takes none, and says where that comes from', async () => {
    const run = await drive(mock.url, misbehaving('no-video'), { cases: [submits] });
    expect(resultOf(run, 'tokens.kit/submits')).toMatchObject({
      verdict: 'not-applicable',
      reason: expect.stringMatching(/takes no video model.*names none in "models"/) as unknown,
    });
  });
});

test.each([
  ['no-key', 'pass'],
  ['no-key-code', 'pass'],
  ['no-key-crash', 'warn'],
])('an SDK of another language that makes no client without a key (%s): %s', async (manner, verdict) => {
  const run = await drive(mock.url, misbehaving(manner), { filter: ['errors.key/none-at-all'] });
  expect(resultOf(run, 'errors.key/none-at-all').checks).toMatchObject([{ requirement: 'ERR-49', verdict }]);
});

test('a fault that was asked for and never came proves nothing', async () => {
  const unfired: SdkCase = {
    ...calls('unfired'),
    steers: true,
    run: async (s) => {
      await s.steering.fault({ operation: 'files.get', effect: { type: 'no-response' } });
      s.check('TOK-46', true, { title: 'Something unrelated.' });
    },
  };
  const run = await drive(mock.url, misbehaving(''), { cases: [unfired] });
  expect(resultOf(run, 'tokens.kit/unfired').verdict).toBe('not-exercised');
  expect(resultOf(run, 'tokens.kit/unfired').reason).toMatch(/never came: rule-1 on files.get/);
});

test('cases that see an adapter gone together start one new one between them', async () => {
  const host = new AdapterHost(misbehaving(''), {
    run: 'shared',
    seed: 1,
    blobBase: mock.url,
    candidates: { video: [], image: [], realtime: [] },
  });
  await (await host.connection()).kill();
  const [first, ...others] = await Promise.all([host.connection(), host.connection(), host.connection()]);
  expect(others).toEqual([first, first]);
  expect(host.starts).toBe(2);
  await host.close();
});
