import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startMock } from '../../../src/index.js';
import { useCli } from './support/cli.js';

const cli = useCli();
const node = (script: string): string[] => ['--', process.execPath, '-e', script];

describe('exec', () => {
  test('passes the child what SDKs need, with a mock that runs as long as the child', async () => {
    const script = `
      const { DECART_MOCK_URL: url, DECART_BASE_URL, DECART_REALTIME_BASE_URL, DECART_API_KEY } = process.env;
      fetch(url + '/_mock/health').then(async (answer) => {
        console.log(JSON.stringify({ url, DECART_BASE_URL, DECART_REALTIME_BASE_URL, DECART_API_KEY, health: await answer.json() }));
      });`;
    const { code, stdout } = await cli.run([
      'exec',
      '--seed',
      'abc',
      '--key',
      'dct_k',
      '--quiet',
      ...node(script),
    ]);
    const seen = JSON.parse(stdout) as Record<string, string>;
    expect(code).toBe(0);
    expect(seen).toMatchObject({ DECART_BASE_URL: seen['url'], DECART_API_KEY: 'dct_k' });
    expect(seen['DECART_REALTIME_BASE_URL']).toBe(seen['url']?.replace('http', 'ws'));
    expect(seen['health']).toMatchObject({ seed: 'abc' });
    await expect(fetch(`${seen['url'] ?? ''}/_mock/health`)).rejects.toThrow('fetch failed');
  });

  test("exits with the child's code, or 128 plus the number of the signal that ended it", async () => {
    expect((await cli.run(['exec', ...node('process.exit(7)')])).code).toBe(7);
    expect((await cli.run(['exec', ...node('process.kill(process.pid, "SIGKILL")')])).code).toBe(137);
  });

  test('a command that does not exist exits with 127', async () => {
    expect(await cli.run(['exec', '--quiet', '--', 'no-such-command'])).toMatchObject({
      code: 127,
      stderr: 'Cannot run no-such-command: there is no such command.\n',
    });
  });

  test('a command that is not executable exits with 126', async () => {
    const cwd = cli.folder();
    writeFileSync(join(cwd, 'script'), '#!/bin/sh\n', { mode: 0o644 });
    expect(await cli.run(['exec', '--quiet', '--', './script'], { cwd })).toMatchObject({
      code: 126,
      stderr: 'Cannot run ./script: spawn ./script EACCES\n',
    });
  });

  test('prints the command in one short line', async () => {
    const { stderr } = await cli.run(['exec', ...node(`\nconsole.log(1)\n// ${'long '.repeat(50)}`)]);
    const [first = '', ...more] = stderr.trimEnd().split('\n');
    expect(first).toMatch(/Running: .{1,80}\.\.\.$/);
    expect(more).toEqual([expect.stringMatching(/^decart-mock warning: No client called/)]);
  });

  test.each([
    ['no client', '', true],
    ['a client of the control API only', "fetch(process.env.DECART_MOCK_URL + '/_mock/health')", true],
    ['a client', "fetch(process.env.DECART_BASE_URL + '/v1/realtime/quota')", false],
    [
      'a socket',
      "new (require('ws'))(process.env.DECART_REALTIME_BASE_URL + '/v1/stream').on('close', () => {})",
      false,
    ],
  ])('warns at the end when no client called: %s', async (_who, script, warns) => {
    const { code, stderr } = await cli.run(['exec', '--quiet', ...node(script)]);
    expect({ code, warns: stderr.includes('baseUrl: process.env.DECART_BASE_URL') }, stderr).toEqual({
      code: 0,
      warns,
    });
  });
});

describe('models', () => {
  test('lists a day as a table', async () => {
    const { code, stdout } = await cli.run(['models', '--as-of', '2026-05-31']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^name +queue +process +realtime +lipsync +resolves to +size +from +until$/m);
    expect(stdout).toMatch(
      /^lucy-2\.1-vton +served +- +served +- +1088x624 at 20, 30 +2026-04-07 +2026-06-29$/m,
    );
    expect(stdout).toMatch(/^lucy-latest +served +- +served +- +lucy-2\.1 +1088x624 at 20, 30$/m);
  });

  test('lists LipSync and Live Avatar with size, days and path', async () => {
    const { stdout } = await cli.run(['models', '--as-of', '2026-01-10']);
    expect(stdout).toMatch(/^lipsync +- +- +- +served +450x800 at 25 +2025-10-22 +2026-05-10$/m);
    expect(stdout).toMatch(
      /^live_avatar +- +- +served +- +live-avatar +1280x720 at 25 +2025-12-29 +2026-05-10$/m,
    );
    expect(stdout).toMatch(/^\/router\/lipsync\/ws +open +lipsync +2025-10-22 +2026-05-10$/m);
    expect(stdout).toMatch(/^\/v1\/live_avatar\/stream +open +live-avatar +2026-01-01 /m);
  });

  test('lists a day as JSON', async () => {
    const { stdout } = await cli.run(['models', '--json', '--as-of', '2026-07-31']);
    const names = JSON.parse(stdout) as { name: string; surfaces: object }[];
    expect(names.find(({ name }) => name === 'lucy-2.1-vton')?.surfaces).toMatchObject({ queue: 'retired' });
  });

  test('refuses an invalid day', async () => {
    expect(await cli.run(['models', '--as-of', 'then'])).toMatchObject({ code: 2 });
  });
});

describe('init and validate', () => {
  test('what init writes is found, is valid, and changes nothing', async () => {
    const cwd = cli.folder();
    expect(await cli.run(['validate'], { cwd })).toMatchObject({ code: 2 });
    expect(await cli.run(['init'], { cwd })).toMatchObject({ code: 0, stdout: '' });
    const { code, stderr } = await cli.run(['validate'], { cwd });
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringMatching(
        /^decart-mock\.config\.ts \(read by (Node|jiti)\) is valid\.\n$/,
      ) as string,
    });
    const running = cli.spawn(['--json', '--port', '0'], { cwd });
    expect(await running.ready()).toMatchObject({ clock: 'real', key: 'dct_mock' });
  });

  test('validate checks scenarios too', async () => {
    const cwd = cli.folder();
    writeFileSync(
      join(cwd, 'good.yaml'),
      'rules: [{ operation: jobs.submit, effect: { type: no-response } }]',
    );
    writeFileSync(join(cwd, 'bad.yaml'), 'rules: [{ operation: jobs.sing, effect: { type: no-response } }]');
    expect((await cli.run(['validate', '--scenario', 'good.yaml'], { cwd })).code).toBe(0);
    const { code, stderr } = await cli.run(['validate', '--scenario', 'bad.yaml'], { cwd });
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('jobs.sing') as string });
  });

  test('validate takes configs and scenarios by name', async () => {
    const cwd = cli.folder();
    writeFileSync(
      join(cwd, 'good.yaml'),
      'rules: [{ operation: jobs.submit, effect: { type: no-response } }]',
    );
    writeFileSync(join(cwd, 'decart-mock.config.yaml'), 'port: 0');
    expect(await cli.run(['validate', 'good.yaml', 'decart-mock.config.yaml'], { cwd })).toMatchObject({
      code: 0,
      stderr: 'decart-mock.config.yaml (read as YAML) is valid.\ngood.yaml is valid.\n',
    });
    writeFileSync(join(cwd, 'bad.yaml'), 'rules: [{ operation: jobs.sing, effect: { type: no-response } }]');
    expect(await cli.run(['validate', 'good.yaml', 'bad.yaml'], { cwd })).toMatchObject({ code: 2 });
  });

  test('validate says that it read a file as a scenario', async () => {
    const cwd = cli.folder();
    writeFileSync(join(cwd, 'ok.json'), '{ "port": 9000 }');
    const doubt = 'It was read as a scenario. Use --config ok.json to read it as a config.';
    expect((await cli.run(['validate', 'ok.json'], { cwd })).stderr).toContain(doubt);
    expect((await cli.run(['validate', '--scenario', 'ok.json'], { cwd })).stderr).not.toContain(doubt);
    expect((await cli.run(['validate', '--config', 'ok.json'], { cwd })).code).toBe(0);
  });

  test('validate reports all problems of every rule and file', async () => {
    const cwd = cli.folder();
    const rule = '{ operation: jobs.sing, when: { firts: 1, every: 0 }, effect: { type: delay, sm: 5 } }';
    const strays = 'organisations: { acme: {} }\nkeys: { dct_a: { organisation: acne } }\n';
    writeFileSync(join(cwd, 'one.yaml'), `${strays}rules: [${rule}]`);
    writeFileSync(join(cwd, 'two.yaml'), 'seeed: x');
    writeFileSync(join(cwd, 'good.yaml'), 'seed: x');
    const { code, stderr } = await cli.run(['validate', 'one.yaml', 'two.yaml', 'good.yaml'], { cwd });
    expect(code).toBe(2);
    for (const fault of [
      'keys.dct_a.organisation: "acne" is not among the organisations: acme',
      'rules[0]: There is no operation "jobs.sing"',
      'rules[0]: "every" of the "when" of the rule is not valid: 0; give a whole number from 1 on.',
      'rules[0]: The "when" of the rule has no "firts"; did you mean "first"?',
      'rules[0]: The effect "delay" needs "ms".',
      'rules[0]: The effect "delay" has no "sm"',
      'did you mean "seed"?',
      'good.yaml is valid.',
    ])
      expect(stderr).toContain(fault);
  });

  test('what init writes overrides nothing of a scenario', async () => {
    const cwd = cli.folder();
    await cli.run(['init'], { cwd });
    writeFileSync(join(cwd, 'standing.yaml'), 'clock: manual');
    const running = cli.spawn(['--json', '--port', '0', '--scenario', 'standing.yaml'], { cwd });
    expect(await running.ready()).toMatchObject({ clock: 'manual' });
  });

  test('every commented setting is valid', async () => {
    const cwd = cli.folder();
    await cli.run(['init'], { cwd });
    const file = join(cwd, 'decart-mock.config.ts');
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll(/^ {2}\/\/ (\w+: .*)$/gm, '  $1'));
    expect(await cli.run(['validate'], { cwd })).toMatchObject({ code: 0 });
  });

  test('init keeps an existing file unless forced', async () => {
    const cwd = cli.folder();
    const file = join(cwd, 'decart-mock.config.ts');
    writeFileSync(file, 'mine');
    expect(await cli.run(['init'], { cwd })).toMatchObject({ code: 1 });
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect(await cli.run(['init', '--force'], { cwd })).toMatchObject({ code: 0 });
    expect(readFileSync(file, 'utf8')).not.toBe('mine');
    expect(existsSync(file)).toBe(true);
  });
});

describe('healthcheck', () => {
  test('exits with 0 for a running mock, named by flag or variable', async () => {
    await using mock = await startMock();
    expect((await cli.run(['healthcheck', '--url', mock.url])).code).toBe(0);
    expect((await cli.run(['healthcheck'], { env: { DECART_MOCK_URL: `${mock.url}/` } })).code).toBe(0);
    expect((await cli.run(['healthcheck', '--url', `${mock.url}/elsewhere`])).code).toBe(1);
  });

  test.each(['nope', 'ftp://127.0.0.1', 'http://'])(
    'exits with 2 for %s, which is no URL of a server',
    async (url) => {
      const { code, stderr } = await cli.run(['healthcheck', '--url', url]);
      expect(code).toBe(2);
      expect(stderr).toBe(`--url ${url} is not the URL of a server. Example: http://127.0.0.1:8787\n`);
    },
  );

  test('exits with 1 without an answer', async () => {
    const mock = await startMock();
    await mock.close();
    const { code, stderr } = await cli.run(['healthcheck', '--url', mock.url]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^No answer from .*ECONNREFUSED/);
  });
});

test('--version is that of the package, --help lists every command and exits with 0', async () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  expect(await cli.run(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  const { code, stdout } = await cli.run(['--help']);
  expect(code).toBe(0);
  for (const name of ['start', 'exec', 'models', 'init', 'validate', 'healthcheck', 'conformance'])
    expect(stdout).toContain(`  ${name}`);
});
