import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ScriptClient } from '../../../conformance/mutants/client/script.js';
import { htmlReport } from '../../../conformance/report/html.js';
import { jsonReport } from '../../../conformance/report/json.js';
import { readJournal } from '../../../conformance/suites/traffic/read-journal.js';
import { record } from '../../../conformance/suites/traffic/record.js';
import { startMock, type RunningMock } from '../../../src/index.js';
import { image, inputsFor, sdkVersions } from '../../clients/support/sdk.js';
import { findings, judge, requirements, runScript } from './support.js';

let mock: RunningMock;
beforeAll(async () => void (mock = await startMock({ seed: 'watch' })));
afterAll(() => mock.close());

const key = 'dct_secret_account_key';

describe('a script of a third party that polls too fast', () => {
  test('is found out by the recording proxy, and by nothing else than its pace', async () => {
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

  test('is found out by the journal of the stand-in alone', async () => {
    await runScript('fast-poller.mjs', mock.url, 'dct_journal');
    const run = judge(await readJournal(mock.url, 'dct_journal'));
    expect(findings(run)).toEqual([expect.stringMatching(/^warn QUE-60 /)]);
    expect(run.results.find(({ id }) => id === 'tokens.traffic/browser-keys')?.checks[0]?.message).toBe(
      'A journal does not contain headers and credentials.',
    );
  });
});

test('an account key from a page stops a release, and the report does not show it', async () => {
  const recording = await record(mock.url);
  const headers = { 'x-api-key': key, origin: 'https://app.example.com' };
  await fetch(`${recording.url}/v1/realtime/quota`, { headers });
  await recording.close();
  const run = judge(recording.trace());
  expect(findings(run)).toEqual([
    expect.stringMatching(/^fail TOK-40 The account key account-1 was sent from https:\/\/app\.example\.com/),
  ]);
  expect(run.exitCode).toBe(1);
  expect(jsonReport(run)).not.toContain('secret');
});

test('the happy path of the newest SDK gives nothing but its pace, which is only noted', async () => {
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

test('whoever records is told of each connection when it is over, and how it ended', async () => {
  const ended: unknown[] = [];
  const recording = await record(mock.url, {
    onConnection: ({ path, closed, refused }) => ended.push([path.split('?')[0], closed, refused]),
  });
  const client = new ScriptClient(recording.url, 'dct_told');
  await (await client.connect()).close();
  await expect.poll(() => ended).toEqual([['/v1/stream', { by: 'client', code: 1005 }, undefined]]);
  await recording.close();
  expect(recording.trace().until).toBeGreaterThanOrEqual(recording.trace().connections[0]?.endedAt ?? NaN);
});

test('the proxy gives the client what the server gave, byte by byte', async () => {
  const recording = await record(mock.url);
  const ask = (base: string, init: RequestInit = {}) => fetch(`${base}/v1/nothing?x=%2F&y=1`, init);
  const [straight, through] = [
    await ask(mock.url, { method: 'PUT' }),
    await ask(recording.url, { method: 'PUT' }),
  ];
  expect(through.status).toBe(straight.status);
  expect(await through.text()).toBe(await straight.text());
  expect(through.headers.get('content-type')).toBe(straight.headers.get('content-type'));
  const head = await fetch(`${recording.url}/v1/realtime/quota`, {
    method: 'OPTIONS',
    headers: { origin: 'https://a.example', 'access-control-request-method': 'GET' },
  });
  expect(head.headers.get('access-control-allow-origin')).not.toBeNull();
  await recording.close();
});

test('a server that is not there is a 502 that says so, in the trace too', async () => {
  const recording = await record('http://127.0.0.1:9');
  const answer = await fetch(`${recording.url}/v1/realtime/quota`, { headers: { 'x-api-key': key } });
  expect([answer.status, await answer.text()]).toEqual([
    502,
    expect.stringContaining('127.0.0.1:9 gave no answer'),
  ]);
  await recording.close();
  expect(recording.trace().calls).toMatchObject([
    { status: 0, credential: { kind: 'account', name: 'account-1' } },
  ]);
});

describe('a port that cannot be listened on is a mistake in the call', { timeout: 30_000 }, () => {
  const main = join(import.meta.dirname, '../../../conformance/cli/main.ts');
  const watch = (port: string) =>
    new Promise<{ code: unknown; out: string; err: string }>((resolve) => {
      const args = ['--import', 'tsx', main, 'watch', '--target', mock.url, '--for', '0', '--listen', port];
      execFile(process.execPath, args, { env: { PATH: process.env['PATH'] } }, (fault, out, err) =>
        resolve({ code: fault?.code, out, err }),
      );
    });

  test('because something listens there', async () => {
    const { port } = new URL(mock.url);
    expect(await watch(port)).toEqual({
      code: 2,
      out: '',
      err: `Port ${port} on 127.0.0.1 is taken: stop what listens there, or choose another with --listen (0 takes a free one).\n`,
    });
  });

  test.each(['65536', '80.5'])('because %s is none', async (port) => {
    const { code, err } = await watch(port);
    expect([code, err]).toEqual([
      2,
      expect.stringMatching(/--listen .* must be a port, from 0 to 65535\.\n$/),
    ]);
  });
});

test('a journal without a call is told in one sentence, with no figures of what was not judged', async () => {
  const main = join(import.meta.dirname, '../../../conformance/cli/main.ts');
  const args = ['--import', 'tsx', main, 'watch', '--journal', mock.url, '--key', 'dct_nobody_called'];
  const { code, out, err } = await new Promise<{ code: unknown; out: string; err: string }>((resolve) => {
    execFile(process.execPath, args, { env: { PATH: process.env['PATH'] } }, (fault, out, err) =>
      resolve({ code: fault?.code, out, err }),
    );
  });
  expect([code, out]).toEqual([2, '']);
  expect(err).toMatch(
    /^Nothing could be judged: the trace of .* has 0 calls and 0 connections of the API\.\n$/,
  );
}, 30_000);
