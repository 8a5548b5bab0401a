import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { createDecartClient } from '@decartai/sdk';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { useCli } from './support/cli.js';

const cli = useCli();

/** A mock that logs requests. */
const verbose = async () => {
  const running = cli.spawn(['--json', '--verbose', '--port', '0']);
  return { running, ready: await running.ready() };
};

test('--json prints one line on stdout, and nothing else there, whatever happens', async () => {
  const running = cli.spawn(['start', '--json', '--verbose', '--port', '0', '--seed', 'abc']);
  const ready = await running.ready();
  await fetch(`${ready.url}/v1/jobs/none`, { headers: { 'x-api-key': ready.key } });
  await running.until(({ stderr }) => stderr.includes('GET /v1/jobs/none'));
  const { code, stdout } = await running.stop();
  expect(stdout.trimEnd().split('\n')).toHaveLength(1);
  const host = new URL(ready.url).host;
  expect(JSON.parse(stdout)).toMatchObject({
    ready: true,
    url: `http://${host}`,
    realtimeUrl: `ws://${host}`,
    controlUrl: `http://${host}/_mock`,
    key: 'dct_mock',
    seed: 'abc',
    clock: 'real',
    config: null,
  });
  expect(code).toBe(0);
});

test('a pace that is not the default is printed, and --json has every pace', async () => {
  const slow = cli.spawn(['--port', '0', '--pace', 'live']);
  await slow.until(({ stderr }) => stderr.includes('createDecartClient('));
  expect(slow.stderr).toMatch(/^ {2}pace +live$/m);
  const usual = cli.spawn(['--json', '--port', '0']);
  expect(await usual.ready()).toMatchObject({ pace: 'fast' });
});

test('the text goes to stderr, and its SDK line works unchanged', async () => {
  const running = cli.spawn(['--port', '0', '--as-of', '2026-05-31']);
  await running.until(({ stderr }) => stderr.includes('createDecartClient('));
  const line = /createDecartClient\(\{.*\}\)/.exec(running.stderr)?.[0] ?? '';
  const script = join(cli.folder(), 'line.mjs');
  const sdk = JSON.stringify(import.meta.resolve('@decartai/sdk'));
  writeFileSync(script, `import { createDecartClient } from ${sdk};\nexport const client = ${line};`);
  const { client } = (await import(script)) as { client: ReturnType<typeof createDecartClient> };
  const token = await client.tokens.create();
  expect(token.apiKey).toMatch(/^ek_/);
  expect(running.stderr).toContain('as of 2026-05-31');
  expect((await running.stop()).stdout).toBe('');
});

test("the inspector's link works with a control token, which the request log never shows", async () => {
  const running = cli.spawn(['--verbose', '--port', '0', '--control-token', 'open sesame']);
  await running.until(({ stderr }) => stderr.includes('createDecartClient('));
  const link = /^ +inspector +(\S+)$/m.exec(running.stderr)?.[1] ?? '';
  const before = running.stderr.length;
  const answer = await fetch(link);
  expect([answer.status, answer.headers.getSetCookie().length]).toEqual([200, 1]);
  await running.until(({ stderr }) => /GET \/_mock\/inspector.* 200/.test(stderr));
  expect(running.stderr.slice(before)).not.toContain('sesame');
});

test('a port in use is one sentence that names it', async () => {
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
  const { port } = holder.address() as AddressInfo;
  const { code, stdout, stderr } = await cli.run(['start', '--json', '--port', String(port)]);
  holder.close();
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(new RegExp(`^Port ${port} on 127.0.0.1 is in use. .*--port.*\\.\\n$`));
});

test('an internal error after the start ends the process', async () => {
  const cwd = cli.folder();
  writeFileSync(join(cwd, 'broken.cjs'), `process.stdout.write = () => { throw new Error('no stdout'); };`);
  const env = { NODE_OPTIONS: '--require ./broken.cjs' };
  const { code, stderr } = await cli.run(['--json', '--port', '0'], { cwd, env });
  expect(code).toBe(1);
  expect(stderr).toContain('Internal error in decart-mock');
  expect(stderr).toContain('no stdout');
});

test.each([
  [24010, /^decart-mock warning: Port 24010 contains "401": .*Python and Android/],
  [10080, /^decart-mock warning: Browsers and Node's fetch refuse port 10080: .*Choose another port/],
])('port %i, which some clients cannot use, prints a warning', async (port, warning) => {
  const running = cli.spawn(['--json', '--port', String(port)]);
  await running.until(({ stderr }) => stderr.includes(String(port)));
  expect(running.stderr).toMatch(warning);
});

test('listening beyond loopback prints a warning, and the control API requires the printed token', async () => {
  const running = cli.spawn(['--json', '--host', '0.0.0.0', '--port', '0']);
  const { url, controlUrl, controlToken } = await running.ready();
  expect(running.stderr).toContain('decart-mock warning: Listening on 0.0.0.0');
  expect(new URL(url).hostname).toBe('127.0.0.1');
  const clock = (token: string): Promise<Response> =>
    fetch(`${controlUrl}/clock`, { headers: { 'x-api-key': 'dct_a', 'x-mock-token': token } });
  expect((await clock('guess')).ok).toBe(false);
  expect((await clock(String(controlToken))).status).toBe(200);
});

test.each([
  [[], 'to this machine only', 'loopback'],
  [
    ['--media-allow', '10.0.0.0/8'],
    "to the address of each client's connection, and to 10.0.0.0/8",
    'client',
  ],
  [['--host', '0.0.0.0'], "to the address of each client's connection", 'client'],
  [['--media-reach', 'anywhere'], 'to any address that a client names', 'anywhere'],
  [['--realtime-media', 'simulated'], 'none (realtime is simulated)', null],
  [
    ['--livekit-url', 'wss://rooms.example', '--livekit-key', 'k', '--livekit-secret', 's'],
    'of rooms by wss://rooms.example; other media to this machine only',
    'loopback',
  ],
])('the text says where media goes, and --json does: %j', async (args, text, mediaReach) => {
  const running = cli.spawn(['--port', '0', ...args]);
  await running.until(({ stderr }) => stderr.includes('createDecartClient('));
  expect(/^ {2}media +(.*)$/m.exec(running.stderr)?.[1]).toBe(text);
  await running.stop();
  expect(await cli.spawn(['--json', '--port', '0', ...args]).ready()).toMatchObject({ mediaReach });
});

test.each([
  [
    ['--host', '0.0.0.0', '--media-reach', 'loopback'],
    /the mock listens on 0\.0\.0\.0: .*--media-reach client/,
  ],
  [['--media-reach', 'loopback', '--media-allow', '10.0.0.0/8'], /so 10\.0\.0\.0\/8 .* has no effect\. Set/],
])('options of media that contradict each other get a warning: %j', async (args, warning) => {
  const running = cli.spawn(['--json', '--port', '0', ...args]);
  await running.ready();
  const warnings = running.stderr.split('\n').filter((line) => line.includes('realtime.ice'));
  expect(warnings).toEqual([expect.stringMatching(warning)]);
  expect(warnings[0]).toMatch(/^decart-mock warning: /);
});

test.each([
  [['strat'], "error: unknown command 'strat'\n(Did you mean start?)"],
  [['--clock-rate', '-1'], 'It must be a number above 0'],
  [['--clock', 'sundial'], 'real, scaled, manual, auto'],
  [['--as-of', 'yesterday'], 'It must be a date'],
  [
    ['--render', 'oil', '--port', '0'],
    'Unknown renderer "oil". Choose one of: testcard, echo, transform, auto.',
  ],
  [['--no-such-flag'], '--no-such-flag'],
  [['--speed', '60'], 'Use --clock-rate (DECART_MOCK_CLOCK_RATE) instead.'],
  [['--sessions', '2'], 'Use --max-concurrent-sessions (DECART_MOCK_MAX_CONCURRENT_SESSIONS) instead.'],
  [
    ['--clock', 'manual', '--clock-rate', '60'],
    '--clock manual --clock-rate 60: A manual clock has no rate. Remove the rate, or use the mode scaled.',
  ],
  [['start', 'now'], 'too many arguments'],
])('%s is a usage error', async (args, message) => {
  const { code, stderr } = await cli.run(args);
  expect({ code, says: stderr.includes(message) }, stderr).toEqual({ code: 2, says: true });
});

test.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
  ['SIGHUP', 129],
  ['SIGQUIT', 131],
] as const)(
  '%s closes hanging connections and exits with 0 soon; a second one exits at once',
  async (signal, forced) => {
    const hang = async (): Promise<ReturnType<typeof cli.spawn>> => {
      const running = cli.spawn(['--json', '--port', '0']);
      const { url, key } = await running.ready();
      const headers = { 'x-api-key': key, 'x-decart-mock': '{"type":"no-response"}' };
      void fetch(`${url}/v1/jobs/none`, { headers }).catch(() => undefined);
      const journal = `${url}/_mock/journal/wait?count=1`;
      await fetch(journal, { headers: { 'x-api-key': key } });
      return running;
    };
    const drained = await hang();
    const from = performance.now();
    expect((await drained.stop(signal)).code).toBe(0);
    expect(performance.now() - from).toBeLessThan(5_000);

    const impatient = await hang();
    impatient.child.kill(signal);
    await impatient.until(({ stderr }) => stderr.includes('Stopping.'));
    impatient.child.kill(signal);
    const again = setInterval(() => impatient.child.kill(signal), 50);
    expect((await impatient.finished).code).toBe(forced);
    clearInterval(again);
  },
);

test('the log of requests shows no key and no token', async () => {
  const { ready, running } = await verbose();
  const key = 'dct_a_very_secret_key';
  const minted = await fetch(`${ready.url}/v1/client/tokens`, {
    method: 'POST',
    headers: { 'x-api-key': key },
  });
  const { apiKey, token } = (await minted.json()) as { apiKey: string; token: string };
  const query = new URLSearchParams({ api_key: key, token: apiKey, other: token, model: 'lucy-2.1' });
  await fetch(`${ready.url}/v1/jobs/${apiKey}?${query.toString()}`);
  await running.until(({ stderr }) => stderr.includes('model=lucy-2.1'));
  for (const secret of [key, apiKey, token]) expect(running.stderr).not.toContain(secret);
  expect(running.stderr).toMatch(/^POST \/v1\/client\/tokens 200 \d+\.\d ms$/m);
  expect(running.stderr).toMatch(/^GET \/v1\/jobs\/\[redacted\]\?api_key=\[redacted\]&token=\[redacted\]/m);
});

test('a refused socket is logged with code and reason, however it is refused', async () => {
  const { ready, running } = await verbose();
  const closed = async (path: string): Promise<void> => {
    const socket = new WebSocket(`${ready.realtimeUrl}${path}`);
    socket.on('error', () => undefined);
    await new Promise((resolve) => socket.once('close', resolve));
  };
  await closed('/v1/stream?api_key=dct_invalid&model=lucy-2.1');
  await closed('/v1/stream?api_key=dct_mock&model=lucy-imge');
  await closed('/v1/sing?api_key=dct_mock');
  await closed('/rtc?access_token=forged');
  await running.until(({ stderr }) => /^WS \/rtc.*after/m.test(stderr));
  const lines = running.stderr.split('\n').filter((line) => line.startsWith('WS'));
  expect(lines.map((line) => line.replace(/ after \S+ ms$/, ''))).toEqual([
    'WS /v1/stream?api_key=[redacted]&model=lucy-2.1 opened',
    'WS /v1/stream?api_key=[redacted]&model=lucy-2.1 refused with 1008 Invalid API key',
    'WS /v1/stream?api_key=[redacted]&model=lucy-imge opened',
    'WS /v1/stream?api_key=[redacted]&model=lucy-imge refused with 1008 Unknown model',
    'WS /v1/sing?api_key=[redacted] refused with 404',
    'WS /rtc?access_token=[redacted] refused with 401',
  ]);
});

test('a socket is logged too, and the bundle serves realtime', async () => {
  const { ready, running } = await verbose();
  const socket = new WebSocket(`${ready.realtimeUrl}/v1/stream?api_key=dct_a_secret&model=lucy-2.1`);
  await once(socket, 'open');
  socket.send('{"type":"livekit_join"}');
  const [data] = (await once(socket, 'message')) as [Buffer];
  expect(JSON.parse(data.toString())).toHaveProperty('type');
  socket.terminate();
  await running.until(({ stderr }) => stderr.includes('closed after'));
  expect(running.stderr).toContain('WS /v1/stream?api_key=[redacted]&model=lucy-2.1 opened\n');
  expect(running.stderr).not.toContain('dct_a_secret');
  expect(running.stderr).not.toContain('Internal error');
});
