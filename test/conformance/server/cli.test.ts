import { execFile, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Run } from '../../../conformance/engine/run.js';
import { json, stub } from './stub.js';

const main = join(import.meta.dirname, '../../../conformance/cli/main.ts');

interface Ended {
  code: number;
  out: string;
  err: string;
}

function launch(...args: string[]): { child: ChildProcess; ended: Promise<Ended> } {
  let child: ChildProcess | undefined;
  const ended = new Promise<Ended>((resolve) => {
    child = execFile(
      process.execPath,
      ['--import', 'tsx', main, ...args],
      { env: { PATH: process.env['PATH'] } },
      (fault, out, err) =>
        resolve({ code: typeof fault?.code === 'number' ? fault.code : fault ? -1 : 0, out, err }),
    );
  });
  return { child: child ?? expect.fail(), ended };
}

/** The command line as a user meets it: its words and its exit code. */
const kit = (...args: string[]): Promise<Ended> => launch(...args).ended;

describe('the command line', { timeout: 60_000 }, () => {
  test('says in one sentence that nobody listens, and exits with 2', async () => {
    const { code, err } = await kit('server', '--url', 'http://127.0.0.1:9');
    expect(code).toBe(2);
    expect(err.trim().split('\n')).toEqual([
      expect.stringMatching(/^Nothing answers at http:\/\/127\.0\.0\.1:9/),
    ]);
  });

  test('names the nearest case for a filter that matches nothing, and exits with 2', async () => {
    const { code, err } = await kit(
      'server',
      '--url',
      'http://127.0.0.1:9',
      '--filter',
      'queue.poll/life-of-job',
    );
    expect([code, err]).toEqual([2, expect.stringContaining('Did you mean "queue.poll/life-of-a-job"?')]);
  });

  test('refuses to send a key over plain http to another machine', async () => {
    const { code, err } = await kit('server', '--url', 'http://api.example.com', '--key', 'dct_x');
    expect([code, err]).toEqual([2, expect.stringContaining('use https')]);
  });

  test('fails a server that answers nonsense, with a replay command, and makes other reports of the report', async () => {
    await using server = await stub((_request, response) => json(response, 200, {}));
    const file = join(mkdtempSync(join(tmpdir(), 'kit-')), 'report.json');
    const { code, out } = await kit(
      'server',
      '--url',
      server.url,
      '--filter',
      'tokens.method/get',
      '--report',
      `json=${file}`,
    );
    expect(code).toBe(1);
    expect(out).toContain('fail TOK-26 MUST observed: GET answers 405.');
    expect(out).toContain(
      `replay: npx decart-mock conformance replay 'tokens.method/get' --url ${server.url} --seed 1`,
    );
    const again = await kit('replay', 'tokens.method/get', '--url', server.url, '--seed', '1');
    expect([again.code, again.out]).toEqual([1, expect.stringContaining('GET /v1/client/tokens')]);
    const fromReport = await kit('replay', '--from', file);
    expect(fromReport.code).toBe(1);
    expect(fromReport.out).toContain('1 cases in');
    const page = file.replace('json', 'html');
    expect((await kit('report', file, '--report', `html=${page}`)).code).toBe(1);
    expect(readFileSync(page, 'utf8')).toContain('tokens.method/get');
  });

  test('takes a baseline, and turns red when it is stale', async () => {
    await using server = await stub((_request, response) => json(response, 200, {}));
    const file = join(mkdtempSync(join(tmpdir(), 'kit-')), 'baseline.yaml');
    const run = async (entry: string) => {
      writeFileSync(
        file,
        `entries:\n  - { case: 'tokens.method/get', status: failing, reason: 'known', ${entry} }\n`,
      );
      return kit('server', '--url', server.url, '--filter', 'tokens.method/get', '--baseline', file);
    };
    expect((await run("expect: 'Expected 405'")).code).toBe(0);
    expect((await run("expect: 'Expected 404'")).code).toBe(1);
    expect((await run("until: '2020-01-01'")).code).toBe(1);
  });

  test('writes a baseline of what fails, which then excuses just that, and loses what passes again', async () => {
    let working = false;
    await using server = await stub((_request, response) =>
      json(response, working ? 405 : 200, { detail: 'Method Not Allowed' }),
    );
    const folder = mkdtempSync(join(tmpdir(), 'kit-'));
    const [file, report] = [join(folder, 'baseline.yaml'), join(folder, 'report.json')];
    const run = (...more: string[]) =>
      kit(
        'server',
        '--url',
        server.url,
        '--filter',
        'tokens.method/get',
        '--report',
        `json=${report}`,
        ...more,
      );
    expect((await run()).code).toBe(1);
    const made = await kit('baseline', '--update', file, '--from', report, '--reason', 'they know');
    expect([made.code, made.out]).toEqual([0, expect.stringContaining('added: tokens.method/get:TOK-26')]);
    writeFileSync(file, `# Ours.\n${readFileSync(file, 'utf8')}`);
    expect((await run('--baseline', file)).code).toBe(0);
    working = true;
    expect((await run('--baseline', file)).code).toBe(1);
    expect((await kit('baseline', '--update', file, '--from', report)).out).toContain('removed: ');
    expect(readFileSync(file, 'utf8')).toBe('# Ours.\nentries: []\n');
    expect((await run('--baseline', file)).code).toBe(0);
  });

  test('makes an empty baseline where nothing is red, which the next run takes', async () => {
    await using server = await stub((_request, response) =>
      json(response, 405, { detail: 'Method Not Allowed' }),
    );
    const folder = mkdtempSync(join(tmpdir(), 'kit-'));
    const [file, report] = [join(folder, 'baseline.yaml'), join(folder, 'report.json')];
    const run = (...more: string[]) =>
      kit('server', '--url', server.url, '--filter', 'tokens.method/get', ...more);
    const none = await run('--baseline', file);
    expect([none.code, none.err]).toEqual([2, expect.stringContaining(`baseline --update ${file}`)]);
    expect((await run('--report', `json=${report}`)).code).toBe(0);
    const made = await kit('baseline', '--update', file, '--from', report);
    expect([made.code, made.out]).toEqual([0, `${file} is made, empty: nothing is red.\n`]);
    expect((await run('--baseline', file)).code).toBe(0);
    expect((await kit('baseline', '--update', file, '--from', report)).out).toContain('is up to date');
  });

  test('a plan shows the bill without a server', async () => {
    const { code, out } = await kit('server', '--url', 'http://127.0.0.1:9', '--plan');
    expect([code, out]).toEqual([0, expect.stringMatching(/\d+ video jobs[\s\S]*about \$\d/)]);
  });

  test.each([
    ['/proc/nowhere/report.json', /cannot be written/],
    ['.', /is a folder/],
    ['package.json/report.json', /is no folder/],
  ])('says before it runs that there can be no report %s, and exits with 2', async (path, why) => {
    await using server = await stub((_request, response) => json(response, 200, {}));
    const args = ['--url', server.url, '--filter', 'tokens.mint/*', '--report', `json=${path}`];
    const { code, err } = await kit('server', ...args);
    expect([code, err]).toEqual([2, expect.stringMatching(why)]);
  });

  test.each([
    ['--repeat', '0'],
    ['--repeat', '1.5'],
    ['--concurrency', '0'],
  ])('refuses %s %s, and exits with 1', async (flag, value) => {
    const { code, err } = await kit('server', '--url', 'http://127.0.0.1:9', flag, value);
    expect([code, err]).toEqual([1, expect.stringContaining('a whole number from 1 on')]);
  });

  test('writes on Ctrl-C what it has, and leaves with 130', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'kit-')), 'report.json');
    const started: ChildProcess[] = [];
    await using server = await stub((request, response) => {
      if (request.method === 'POST') started[0]?.kill('SIGINT');
      json(response, 200, {});
    });
    const args = ['--url', server.url, '--filter', 'tokens.**', '--report', `json=${file}`];
    const launched = launch('server', ...args, '--concurrency', '1');
    started.push(launched.child);
    expect((await launched.ended).code).toBe(130);
    const run = JSON.parse(readFileSync(file, 'utf8')) as Run;
    expect(run.results.map(({ reason }) => reason)).toContain('The run was interrupted.');
    expect(run.exitCode).not.toBe(0);
  });
});
