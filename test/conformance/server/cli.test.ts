import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { kit } from '../support/kit.js';
import { json, stub } from './stub.js';

describe('the command line', () => {
  test('reports in one sentence that nothing answers, and exits with 2', async () => {
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

  test('fails a server that answers nonsense, prints a replay command, and converts its report', async () => {
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

  test('applies a baseline, and fails when it is stale', async () => {
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

  test('writes a baseline of the failures, which excuses these alone, and drops entries that pass again', async () => {
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

  test('creates an empty baseline where nothing is red, which the next run accepts', async () => {
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
    expect([made.code, made.out]).toEqual([0, `Created ${file}, empty: nothing is red.\n`]);
    expect((await run('--baseline', file)).code).toBe(0);
    expect((await kit('baseline', '--update', file, '--from', report)).out).toContain('is up to date');
  });

  test('shows the bill of a plan without a server', async () => {
    const { code, out } = await kit('server', '--url', 'http://127.0.0.1:9', '--plan');
    expect([code, out]).toEqual([0, expect.stringMatching(/\d+ video jobs[\s\S]*about \$\d/)]);
  });

  test.each([
    ['/proc/nowhere/report.json', /cannot be written/],
    ['.', /is a folder/],
    ['package.json/report.json', /is no folder/],
  ])('refuses to write the report %s before it runs, and exits with 2', async (path, why) => {
    await using server = await stub((_request, response) => json(response, 200, {}));
    const args = ['--url', server.url, '--filter', 'tokens.mint/*', '--report', `json=${path}`];
    const { code, err } = await kit('server', ...args);
    expect([code, err]).toEqual([2, expect.stringMatching(why)]);
  });

  test.each([
    ['--repeat', '0'],
    ['--repeat', '1.5'],
    ['--concurrency', '0'],
  ])('refuses %s %s, and exits with 2', async (flag, value) => {
    const { code, err } = await kit('server', '--url', 'http://127.0.0.1:9', flag, value);
    expect([code, err]).toEqual([2, expect.stringContaining('a whole number from 1.')]);
  });
});
