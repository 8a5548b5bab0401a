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

test.concurrent('a crash costs the case that caused it: cases beside it are run again', async () => {
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

test.concurrent(
  'three crashes in a row in different cases are blamed on the adapter, not the SDK',
  async () => {
    const run = await drive(mock.url, misbehaving('crash'), {
      cases: ['a', 'b', 'c', 'd'].map(calls),
      concurrency: 1,
    });
    expect(run.exitCode).toBe(3);
    expect(resultOf(run, 'tokens.kit/d').verdict).toBe('harness-error');
    expect(resultOf(run, 'tokens.kit/d').reason).toMatch(/adapter is broken: it crashed in/);
  },
);

test.concurrent('a hang costs its own case, and the next one gets a new adapter', async () => {
  const run = await drive(mock.url, misbehaving('hang'), {
    cases: [calls('stuck'), harmless],
    concurrency: 1,
    timeouts: { cancelMs: 300 },
  });
  expect(resultOf(run, 'tokens.kit/stuck').verdict).toBe('hung');
  expect(resultOf(run, 'tokens.kit/stuck').reason).toMatch(/no end after 500 ms, nor 300 ms after/);
  expect(resultOf(run, 'tokens.kit/harmless').verdict).toBe('pass');
});

test.concurrent(
  'a value of the wrong shape is a fault of the adapter, never a verdict on the SDK',
  async () => {
    const run = await drive(mock.url, misbehaving('value'), { cases: [calls('shape')] });
    expect(resultOf(run, 'tokens.kit/shape').verdict).toBe('harness-error');
    expect(resultOf(run, 'tokens.kit/shape').reason).toMatch(/apiKey must be string,null/);
    expect(run.exitCode).toBe(3);
  },
);

test.concurrent(
  'what the adapter does not claim is not applicable, and a run of such cases alone is a usage error',
  async () => {
    const uploads = ['upload', 'again'].map((slug): SdkCase => ({ ...calls(slug), needs: ['files.upload'] }));
    const run = await drive(mock.url, misbehaving(''), { cases: uploads });
    expect(resultOf(run, 'tokens.kit/upload').verdict).toBe('not-applicable');
    expect(run.exitCode).toBe(2);
    const lines = stripVTControlCharacters(consoleReport(run)).split('\n');
    expect(lines).toContain('not-applicable, 2 cases: The adapter does not claim files.upload.');
    expect(lines).toContainEqual(expect.stringMatching(/^0 checks; requirements: 0 of/));
    expect(lines.at(-1)).toMatch(/^Nothing was judged: .* Exit code 2\.$/);
    expect(markdownReport(run)).toMatch(/Nothing was judged: [^]*- not-applicable, 2 cases: /);
  },
);

test.concurrent('a run that judged something lists what was left out', async () => {
  const upload: SdkCase = { ...calls('upload'), needs: ['files.upload'] };
  const run = await drive(mock.url, misbehaving(''), { cases: [harmless, upload] });
  expect(run.exitCode).toBe(0);
  const text = stripVTControlCharacters(consoleReport(run));
  expect(text).toContain('not-applicable, 1 case: The adapter does not claim files.upload.');
  expect(text).toMatch(/^1 checks; requirements: 1 of/m);
  expect(text).not.toContain('Nothing was judged');
});

test.concurrent(
  'an adapter that greets and answers nothing else is unusable from its first ping',
  async () => {
    const timeouts = { answerMs: 500, leaveMs: 500 };
    await expect(drive(mock.url, misbehaving('mute'), { cases: [calls('a')], timeouts })).rejects.toThrow(
      /greeted, and answered no ping within 500 ms/,
    );
  },
);

test.concurrent('an adapter that never answers a call costs one timeout, not one for each case', async () => {
  const began = performance.now();
  const run = await drive(mock.url, misbehaving('mute-calls'), {
    cases: ['a', 'b', 'c', 'd'].map(calls),
    concurrency: 1,
    timeouts: { answerMs: 2_000 },
  });
  expect(performance.now() - began).toBeLessThan(6_000);
  expect(run.exitCode).toBe(3);
  expect(run.results.map(({ verdict }) => verdict)).toEqual(Array(4).fill('harness-error'));
  expect(run.results.at(-1)?.reason).toMatch(/open had no result within 2000 ms/);
});

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
    run: async (s) => void s.check('TOK-46', s.offered('video').length === 0, { title: 'Unreachable.' }),
  };

  test("gets the kit's best model where the adapter names none, and such an SDK offers none itself", async () => {
    const run = await drive(mock.url, misbehaving('any-model'), { cases: [submits, offers] });
    expect(resultOf(run, 'tokens.kit/submits').verdict).toBe('pass');
    expect(resultOf(run, 'tokens.kit/offers').verdict).toBe('not-applicable');
  });

  test('does not apply to an SDK that takes none, and says why', async () => {
    const run = await drive(mock.url, misbehaving('no-video'), { cases: [submits] });
    expect(resultOf(run, 'tokens.kit/submits')).toMatchObject({
      verdict: 'not-applicable',
      reason: expect.stringMatching(/takes no video model.*names none in "models"/) as unknown,
    });
  });
});

test.concurrent.each([
  ['no-key', 'pass'],
  ['no-key-code', 'pass'],
  ['no-key-crash', 'warn'],
])('an SDK of another language that makes no client without a key (%s): %s', async (manner, verdict) => {
  const run = await drive(mock.url, misbehaving(manner), { filter: ['errors.key/none'] });
  expect(resultOf(run, 'errors.key/none').checks).toMatchObject([{ requirement: 'ERR-49', verdict }]);
});

test.concurrent('a rule that never fired proves nothing', async () => {
  const unused: SdkCase = {
    ...calls('unused'),
    needsControl: true,
    run: async (s) => {
      await s.control.addRule({ operation: 'files.get', effect: { type: 'no-response' } });
      s.check('TOK-46', true, { title: 'Something unrelated.' });
    },
  };
  const run = await drive(mock.url, misbehaving(''), { cases: [unused] });
  expect(resultOf(run, 'tokens.kit/unused').verdict).toBe('not-exercised');
  expect(resultOf(run, 'tokens.kit/unused').reason).toMatch(/never fired: rule-1 on files.get/);
});

test.concurrent('cases that find the adapter gone start one new adapter together', async () => {
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
