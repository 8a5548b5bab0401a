import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CommandIo } from '../../../conformance/cli/command-io.js';
import { recordTrace } from '../../../conformance/cli/record-trace.js';
import { ScriptClient } from '../../../conformance/mutants/client/script.js';
import { consoleReport } from '../../../conformance/report/console.js';
import { htmlReport } from '../../../conformance/report/html.js';
import { jsonReport } from '../../../conformance/report/json.js';
import { junitReport } from '../../../conformance/report/junit.js';
import { markdownReport } from '../../../conformance/report/markdown.js';
import { exchangesOf } from '../../../conformance/suites/traffic/exchanges.js';
import { record } from '../../../conformance/suites/traffic/record.js';
import { startMock, type RunningMock } from '../../../src/index.js';
import { kit } from '../support/kit.js';
import { findings, judge, requirements } from './support.js';

let mock: RunningMock;
beforeAll(async () => void (mock = await startMock({ seed: 'traffic' })));
afterAll(() => mock.close());

const key = 'dct_secret_account_key';

test('an account key from a page fails, and no report contains the key', async () => {
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

test('no report and no live line contains a secret, whatever names it', async () => {
  const lines: string[] = [];
  const io: CommandIo = { out: (line) => lines.push(line), err: (line) => lines.push(String(line)) };
  const recorded = recordTrace(io, mock.url, { listen: 0, quiet: false });
  await expect.poll(() => lines.at(-1)).toContain('Ctrl-C');
  const base = /http:[^ ]+/.exec(lines[0] ?? '')?.[0] ?? '';
  const headers = { 'x-api-key': 'dct_LEAKheader', authorization: 'Bearer LEAK', cookie: 'a=LEAK' };
  const form = new FormData();
  const names = ['api_key', 'x-api-key', 'token', 'clientToken', 'passwd'];
  for (const name of names) form.set(name, 'LEAKform');
  form.set('webhook_url', 'https://u:LEAK@h/cb?token=LEAK');
  form.set('prompt', `${'x'.repeat(50)} dct_LEAK ${'x'.repeat(2000)}`);
  await fetch(`${base}/v1/jobs/lucy-2.5`, { method: 'POST', headers, body: form });
  const search = new URLSearchParams(names.map((name) => [name, 'LEAK']));
  await fetch(`${base}/v1/jobs/lucy-2.5`, { method: 'POST', headers, body: search });
  for (const query of ['API_KEY=LEAK', 'apiKey=LEAK&Token=LEAK', "%61pi_key=L'EAK", 'next=%3Ftoken%3DLEAK'])
    await fetch(`${base}/v1/realtime/quota?${query}`, { headers: { origin: 'https://app.example' } });
  await fetch(`${base}/v1/verify?token=LEAK`, { method: 'POST' });
  for (const path of ['%64ct_LEAKpath', '%64ct_LEAKpath%zz', '%2564ct_LEAK', 'DCT_LEAK'])
    await fetch(`${base}/v1/nothing/${path}`);
  await fetch(`${base}/v1/realtime/quota`, {
    headers: { ...headers, 'x-decart-mock': '{"type":"eror","token":"LEAK"}' },
  });
  await fetch(`${base}/v1/models/resolve`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({
      secretKey: 'LEAK',
      passwd: ['LEAK'],
      note: '{"token":"LEAK"}',
      list: [{ name: 'token', value: 'LEAK' }],
    }),
  });
  const client = new ScriptClient(base, 'dct_LEAKsocket');
  await (await client.connect()).close();
  process.listeners('SIGINT').at(-1)?.('SIGINT');
  const trace = await recorded;
  const run = judge(trace, true);
  const numbers = [...trace.calls, ...trace.connections].map(({ n }) => n);
  expect(lines.join('\n')).toContain('GET /v1/nothing/[redacted]');
  const reports = [
    JSON.stringify(exchangesOf(trace, new Set(numbers))),
    jsonReport(run),
    htmlReport(run, requirements),
    markdownReport(run),
    junitReport(run),
    consoleReport(run),
  ];
  for (const text of [...lines, ...reports]) expect(/.{0,60}L'?EAK.{0,20}/.exec(text)?.[0]).toBeUndefined();
});

test('a recording reports each connection when it ends, with its close', async () => {
  const ended: unknown[] = [];
  const recording = await record(mock.url, {
    onConnection: ({ path, closed, refused }) => ended.push([path.split('?')[0], closed, refused]),
  });
  const client = new ScriptClient(recording.url, 'dct_recorded');
  await (await client.connect()).close();
  await expect.poll(() => ended).toEqual([['/v1/stream', { by: 'client', code: 1005 }, undefined]]);
  await recording.close();
  expect(recording.trace().until).toBeGreaterThanOrEqual(recording.trace().connections[0]?.endedAt ?? NaN);
});

test('the recording proxy passes answers on unchanged', async () => {
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

test('an unreachable server is a 502 for the client and in the trace', async () => {
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

describe('a port that cannot be listened on exits with 2', () => {
  const recordOn = (port: string) => kit('traffic', '--target', mock.url, '--for', '0', '--listen', port);

  test('when it is taken', async () => {
    const { port } = new URL(mock.url);
    expect(await recordOn(port)).toEqual({
      code: 2,
      out: '',
      err: `Port ${port} is in use: stop the program that listens there, or choose another with --listen (0 for a free one).\n`,
    });
  });

  test.each(['65536', '80.5'])('when it is %s', async (port) => {
    const { code, err } = await recordOn(port);
    expect([code, err]).toEqual([
      2,
      expect.stringMatching(/--listen .* must be a port, from 0 to 65535\.\n$/),
    ]);
  });
});

test('a journal without calls is refused in one sentence, without figures', async () => {
  const { code, out, err } = await kit('traffic', '--journal', mock.url, '--key', 'dct_unused');
  expect([code, out]).toEqual([2, '']);
  expect(err).toMatch(
    /^Nothing could be judged: the trace of .* has 0 calls and 0 connections of the API\.\n$/,
  );
});

test('`watch`, the former name of the command, still answers and is not in the help', async () => {
  const { code, err } = await kit('watch', '--journal', mock.url, '--key', 'dct_unused');
  expect([code, err]).toEqual([2, expect.stringContaining('Nothing could be judged')]);
  const { out } = await kit('--help');
  expect(out).toContain(' traffic ');
  expect(out).not.toContain('watch');
  const options = async (name: string) =>
    [...(await kit(name, '--help')).out.matchAll(/^ {2}(--[a-z-]+)/gm)].map(([, option]) => option);
  expect(await options('watch')).toEqual(await options('traffic'));
  expect((await options('watch')).length).toBeGreaterThan(10);
});
