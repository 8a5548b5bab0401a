import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { StreamClient } from '../../unit/realtime/support/stream-client.js';
import { useCli } from './support/cli.js';

const cli = useCli();
const NOTHING = '0';

/** A folder with a config file. */
function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = cli.folder();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

const readyWith = async (args: string[], options: Parameters<typeof cli.spawn>[1]) => {
  const running = cli.spawn(['--json', '--port', '0', ...args], options);
  const ready = await running.ready();
  return { running, ready };
};

test('all other settings override a scenario, and its keys are printed', async () => {
  const cwd = folderWith({
    'bad-day.yaml':
      'seed: from-scenario\nclock: { mode: manual, now: 2026-04-01 }\nkeys: { dct_alice: {} }\nstrictKeys: true\n',
    'decart-mock.config.json': '{ "scenario": "bad-day.yaml", "seed": "from-file" }',
  });
  const { ready } = await readyWith([], { cwd });
  expect(ready).toMatchObject({
    seed: 'from-file',
    clock: 'manual',
    catalogue: '2026-04-01',
    key: 'dct_alice',
  });
  const { ready: faster } = await readyWith(['--clock-rate', '10'], { cwd });
  expect(faster).toMatchObject({ clock: 'scaled x10' });
  expect(await cli.run(['--scenario', 'none.yaml'], { cwd })).toMatchObject({ code: 2 });
});

test('--realtime-media simulated, or its variable, counts seconds without media', async () => {
  const env = { DECART_MOCK_REALTIME_MEDIA: 'simulated' };
  for (const running of [
    await readyWith(['--realtime-media', 'simulated'], {}),
    await readyWith([], { env }),
  ]) {
    await using client = await StreamClient.open(running.ready.realtimeUrl, { key: running.ready.key });
    client.send({ type: 'livekit_join', initial_state: { type: 'set_image', image_data: null } });
    expect(await client.next('generation_tick')).toEqual({ type: 'generation_tick', seconds: 1 });
  }
  const { code, stderr } = await cli.run(['--realtime-media', 'none']);
  expect({ code, stderr }).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('webrtc, simulated') as string,
  });
});

test('--render auto picks what is installed and says why', async () => {
  const running = cli.spawn(['--port', '0', '--render', 'auto']);
  await running.until(({ stderr }) => stderr.includes('models'));
  expect(running.stderr).toMatch(/^ {2}renderer +(transform|testcard) \(@napi-rs\/webcodecs/m);
});

test('by default jobs use testcard, and realtime the best renderer that is installed', async () => {
  const { ready } = await readyWith(['--render', 'auto'], {});
  expect((await readyWith([], {})).ready).toMatchObject({
    renderer: 'testcard',
    realtimeRenderer: ready.realtimeRenderer,
    rendererReason: ready.rendererReason,
  });
  expect((await readyWith(['--render', 'testcard'], {})).ready).toMatchObject({
    renderer: 'testcard',
    realtimeRenderer: 'testcard',
    rendererReason: 'requested',
  });
});

describe('precedence', () => {
  const cwd = folderWith({ 'decart-mock.config.yaml': 'seed: from-file\nasOf: 2026-04-15\nclock: manual\n' });
  const env = { DECART_MOCK_SEED: 'from-env', DECART_MOCK_AS_OF: '2026-05-31' };

  test('a flag overrides the environment, which overrides the file, which overrides the default', async () => {
    const { ready } = await readyWith(['--seed', 'from-flag'], { cwd, env });
    expect(ready).toMatchObject({
      seed: 'from-flag',
      catalogue: '2026-05-31',
      clock: 'manual',
      key: 'dct_mock',
      config: 'decart-mock.config.yaml',
    });
  });

  test('a mode on the command line overrides a rate in the environment', async () => {
    const { ready } = await readyWith(['--clock', 'manual'], { env: { DECART_MOCK_CLOCK_RATE: '60' } });
    expect(ready.clock).toBe('manual');
  });

  test('a renamed variable is refused with its new name', async () => {
    expect(await cli.run([], { env: { DECART_MOCK_SPEED: '60' } })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Use --clock-rate (DECART_MOCK_CLOCK_RATE) instead.') as string,
    });
  });

  test('the file alone', async () => {
    const { ready } = await readyWith([], { cwd });
    expect(ready).toMatchObject({ seed: 'from-file', catalogue: '2026-04-15' });
  });
});

test.each([
  ['decart-mock.config.ts', `const seed: string = 's';\nexport default { seed } satisfies { seed: string };`],
  ['decart-mock.config.js', `module.exports = { seed: 's' };`],
  ['decart-mock.config.mjs', `export default { seed: 's' };`],
  ['decart-mock.config.json', `{ "seed": "s" }`],
  ['decart-mock.config.yaml', `seed: s`],
  ['decart-mock.config.yml', `seed: s`],
])('%s is found and read', async (name, text) => {
  const { ready } = await readyWith([], { cwd: folderWith({ [name]: text }) });
  expect(ready).toMatchObject({ seed: 's', config: name });
});

test('--config names another file, relative to the folder', async () => {
  const cwd = folderWith({
    'other.json': '{ "seed": "other" }',
    'decart-mock.config.json': '{ "seed": "no" }',
  });
  const { ready } = await readyWith(['--config', 'other.json'], { cwd });
  expect(ready).toMatchObject({ seed: 'other', config: 'other.json' });
});

test.each([
  ['{ "sed": 1 }', 'Unrecognized key: "sed"'],
  ['{ "port": "8787" }', 'port'],
  [
    '{ "rules": [{ "operation": "jobs.sing", "effect": { "type": "no-response" } }] }',
    'There is no operation "jobs.sing"',
  ],
  ['{ "asOf": "soon" }', 'Write a date like'],
  ['{ "cors": "https://app.example/" }', 'Write an origin as a browser sends it, "https://app.example"'],
  ['{ ', 'Cannot read'],
])('a config file that says %s is refused', async (text, message) => {
  const cwd = folderWith({ 'decart-mock.config.json': text });
  const { code, stderr, stdout } = await cli.run(['--json', '--port', '0'], { cwd });
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain('decart-mock.config.json');
  expect(stderr).toContain(message);
});

test('a config file that never settles is a usage error', async () => {
  const cwd = folderWith({ 'decart-mock.config.mjs': 'export default new Promise(() => undefined);' });
  expect(await cli.run([], { cwd })).toMatchObject({
    code: 2,
    stderr: 'Cannot read decart-mock.config.mjs: it awaits a promise that never settles\n',
  });
});

test('a key with a space is refused', async () => {
  const { code, stderr } = await cli.run(['--port', '0', '--key', 'a b']);
  expect(code).toBe(2);
  expect(stderr).toContain(
    '"a b" is not a key. A key is up to 512 printable ASCII characters, without spaces.',
  );
});

test('all keys are printed, and that other keys get a 401', async () => {
  const running = cli.spawn(['--port', '0', '--strict-keys', '--key', 'dct_a', '--key', 'dct_b']);
  await running.until(({ stderr }) => stderr.includes('  models'));
  expect(running.stderr).toMatch(/^ {2}key +dct_a, dct_b \(all other keys get a 401\)$/m);
  await running.stop();
});

test('an empty key is refused', async () => {
  const { code, stderr } = await cli.run(['--port', '0', '--key', '']);
  expect([code, stderr]).toEqual([2, expect.stringContaining('It must not be empty.')]);
});

test('a misspelt variable prints a warning, also with --quiet', async () => {
  const env = { DECART_MOCK_PROT: '9', DECART_MOCK_URL: 'http://127.0.0.1:1', DECART_MOCK_OF_OURS: 'x' };
  const { code, stderr } = await cli.run(['exec', '-q', '--', 'node', '-e', NOTHING], { env });
  expect(code).toBe(0);
  expect(stderr).toContain(
    'decart-mock warning: Unknown variable DECART_MOCK_PROT; did you mean DECART_MOCK_PORT?\n',
  );
  expect(stderr.match(/Unknown variable/g)).toHaveLength(1);
});

test('a rule that never fired is reported at the end', async () => {
  const rules = [
    { id: 'used', operation: 'quota.get', when: { nth: 2 }, effect: { type: 'error', code: 'internal' } },
    { operation: 'process', match: { model: 'lucy-imge-2' }, effect: { type: 'no-response' } },
  ];
  const cwd = folderWith({ 'decart-mock.config.json': JSON.stringify({ rules }) });
  const twice = `const ask = () => fetch(process.env.DECART_MOCK_URL + '/v1/realtime/quota', { headers: { 'x-api-key': 'dct_a' } });
    ask().then(ask).then((answer) => process.exit(answer.status === 500 ? 7 : 1));`;
  const { code, stderr } = await cli.run(['exec', '--quiet', '--', 'node', '-e', twice], { cwd });
  expect(code).toBe(7);
  expect(stderr).toBe(
    'decart-mock warning: Rule "rule-2" (no-response on process, model "lucy-imge-2") never fired; did you mean "lucy-image-2"?\n',
  );
});

test('two config files are refused, and a named one must exist', async () => {
  const cwd = folderWith({ 'decart-mock.config.json': '{}', 'decart-mock.config.yaml': '{}' });
  expect(await cli.run([], { cwd })).toMatchObject({
    code: 2,
    stderr:
      'Found several config files: decart-mock.config.json, decart-mock.config.yaml. Keep one, or choose one with --config.\n',
  });
  expect(await cli.run(['--config', 'none.json'], { cwd })).toMatchObject({
    code: 2,
    stderr: 'Config file none.json does not exist.\n',
  });
});

test('a switch in the environment is on, off, or refused', async () => {
  const refused = (env: Record<string, string>) =>
    readyWith([], { env }).then(({ ready }) =>
      fetch(`${ready.url}/v1/realtime/quota`, { headers: { 'x-api-key': 'dct_stranger' } }).then(
        ({ status }) => status === 401,
      ),
    );
  expect(await refused({ DECART_MOCK_STRICT_KEYS: 'false' })).toBe(false);
  expect(await refused({ DECART_MOCK_STRICT_KEYS: '1' })).toBe(true);
  expect(await cli.run([], { env: { DECART_MOCK_STRICT_KEYS: 'maybe' } })).toMatchObject({
    code: 2,
    stderr: 'DECART_MOCK_STRICT_KEYS is "maybe". Write true or false.\n',
  });
});

test('with strict keys the given keys are accepted, the first one is printed, and others are refused', async () => {
  const env = { DECART_MOCK_KEY: 'dct_alice,dct_bob' };
  const { ready } = await readyWith(['--strict-keys', '--max-concurrent-sessions', '3'], { env });
  expect(ready.key).toBe('dct_alice');
  const quota = async (key: string): Promise<unknown> =>
    (await fetch(`${ready.url}/v1/realtime/quota`, { headers: { 'x-api-key': key } })).json();
  expect(await quota('dct_alice')).toEqual({ limit: 3, active: 0, remaining: 3 });
  expect(await quota('dct_bob')).toEqual({ limit: 3, active: 0, remaining: 3 });
  expect(await quota('dct_mock')).not.toHaveProperty('limit');
});

test('given credits run out, without a top-up', async () => {
  const { ready } = await readyWith(['--credits', '0'], {});
  const answer = await fetch(`${ready.controlUrl}/credits`, { headers: { 'x-api-key': ready.key } });
  expect(await answer.json()).toMatchObject({ available: 0, autoTopUp: null });
});

test('cors allows all origins, one, or none', async () => {
  const allowed = async (...args: string[]): Promise<string | null> => {
    const { ready } = await readyWith(args, {});
    const answer = await fetch(`${ready.url}/v1/client/tokens`, {
      method: 'OPTIONS',
      headers: { origin: 'https://a.example', 'access-control-request-method': 'POST' },
    });
    return answer.headers.get('access-control-allow-origin');
  };
  expect(await allowed()).toBe('*');
  expect(await allowed('--cors', 'https://a.example')).toBe('https://a.example');
  expect(await allowed('--cors', 'off')).toBeNull();
});

test.each([
  ['--cors', 'app.example', 'Write an origin as a browser sends it, "https://app.example"'],
  ['--as-of', '2026-02-30', 'It must be a date of the calendar'],
])('%s %s is refused', async (flag, value, message) => {
  const { code, stderr } = await cli.run(['--port', '0', flag, value]);
  expect(code).toBe(2);
  expect(stderr).toContain(message);
});

test('exec ignores the port of the config file, which another mock may use', async () => {
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
  const port = String((holder.address() as AddressInfo).port);
  const cwd = folderWith({ 'decart-mock.config.json': `{ "port": ${port} }` });
  const env = { DECART_MOCK_PORT: port };
  const look = [
    '--',
    'node',
    '-e',
    'process.exit(process.env.DECART_MOCK_URL.endsWith(":" + process.argv[1]) ? 7 : 0)',
  ];
  const there = await cli.run(['exec', '-q', ...look, port], { cwd, env });
  holder.close();
  const named = await cli.run(['exec', '-q', '--port', port, ...look, port], {
    cwd,
    env: { DECART_MOCK_PORT: '1' },
  });
  expect([there.code, named.code]).toEqual([0, 7]);
  const { stdout } = await cli.run(['exec', '--help']);
  expect(stdout).toMatch(/--port <number> +port to listen on \(default: a free one\)\n/);
});
