import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { htmlReport } from '../../../conformance/report/html.js';
import { jsonReport } from '../../../conformance/report/json.js';
import { readJournal } from '../../../conformance/suites/traffic/read-journal.js';
import { record } from '../../../conformance/suites/traffic/record.js';
import { startMock, type RunningMock } from '../../../src/index.js';
import { image, inputsFor, sdkVersions } from '../../clients/support/sdk.js';
import { findings, judge, requirements, runScript } from './support.js';

let mock: RunningMock;
beforeAll(async () => void (mock = await startMock({ seed: 'traffic' })));
afterAll(() => mock.close());

const key = 'dct_secret_account_key';

describe('a third-party script that polls too fast', () => {
  test('has one finding in a recording: its pace', async () => {
    const recording = await record(mock.url);
    expect(Number(await runScript('fast-poller.mjs', recording.url, key))).toBeGreaterThan(1000);
    await recording.close();
    const run = judge(recording.trace());
    expect(findings(run)).toEqual([
      expect.stringMatching(/^warn QUE-60 Job [0-9a-f-]{36} was polled \d+ times, .* Fix: Wait 2 s/),
    ]);
    expect(run.exitCode).toBe(0);
    expect(judge(recording.trace(), true).exitCode).toBe(1);
    for (const report of [jsonReport(run), htmlReport(run, requirements)]) expect(report).not.toContain(key);
  });

  test('has one finding in the journal of the mock server: its pace', async () => {
    await runScript('fast-poller.mjs', mock.url, 'dct_journal');
    const run = judge(await readJournal(mock.url, 'dct_journal'));
    expect(findings(run)).toEqual([expect.stringMatching(/^warn QUE-60 /)]);
  });
});

test('the newest SDK has one finding on its happy path: its pace, as information', async () => {
  const newest = sdkVersions.at(-1);
  if (!newest) throw new Error('There is no SDK to test.');
  const { createDecartClient, models } = await newest.load();
  const recording = await record(mock.url);
  const client = createDecartClient({ apiKey: key, baseUrl: recording.url, telemetry: false });
  const done = await client.queue.submitAndPoll({
    model: models.video('lucy-2.5'),
    ...inputsFor('lucy-2.5', 'a red hat [mock:pending=2s]'),
  });
  expect(done.status).toBe('completed');
  await client.process({
    model: models.image('lucy-image-2'),
    ...inputsFor('lucy-image-2'),
    resolution: '480p',
  });
  const token = await client.tokens.create({
    expiresIn: 60,
    allowedModels: ['lucy-2.5'],
    allowedOrigins: ['https://app.example.com'],
  });
  const file = await client.files?.upload(image);
  await client.files?.get(file?.id ?? '');
  await client.files?.delete(file?.id ?? '');
  await recording.close();
  const run = judge(recording.trace());
  expect(findings(run)).toEqual([
    expect.stringMatching(/^info QUE-60 .* Official SDKs do so too: they wait 1\.5 s\./),
  ]);
  expect(run.exitCode).toBe(0);
  const green = run.coverage.filter(({ verdict }) => verdict === 'pass').map(({ id }) => id);
  expect(green).toEqual(
    expect.arrayContaining(['QUE-61', 'QUE-62', 'QUE-65', 'PRO-40', 'FIL-40', 'TOK-42', 'TOK-43', 'MOD-40']),
  );
  expect(jsonReport(run)).not.toContain(token.apiKey);
});
