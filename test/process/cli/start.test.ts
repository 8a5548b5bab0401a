import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { createDecartClient } from '@decartai/sdk';
import { expect, test } from 'vitest';
import { useCli } from './support/cli.js';

const cli = useCli();

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

test('the text for people goes to stderr, and its SDK line works as it stands', async () => {
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

test("the inspector's link opens it also behind a control token, which no line about a request tells", async () => {
  const running = cli.spawn(['--verbose', '--port', '0', '--control-token', 'open sesame']);
  await running.until(({ stderr }) => stderr.includes('createDecartClient('));
  const link = /^ +inspector (\S+)$/m.exec(running.stderr)?.[1] ?? '';
  const before = running.stderr.length;
  const answer = await fetch(link);
  expect([answer.status, answer.headers.getSetCookie().length]).toEqual([200, 1]);
  await running.until(({ stderr }) => /GET \/_mock\/inspector.* 200/.test(stderr));
  expect(running.stderr.slice(before)).not.toContain('sesame');
});

test('a taken port is one sentence that names it', async () => {
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
  const { port } = holder.address() as AddressInfo;
  const { code, stdout, stderr } = await cli.run(['start', '--json', '--port', String(port)]);
  holder.close();
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(new RegExp(`^Port ${port} on 127.0.0.1 is taken: .*--port.*\\.\\n$`));
});

test('a defect after the start was told, and then the process stayed for ever', async () => {
  const cwd = cli.folder();
  writeFileSync(join(cwd, 'broken.cjs'), `process.stdout.write = () => { throw new Error('no stdout'); };`);
  const env = { NODE_OPTIONS: '--require ./broken.cjs' };
  const { code, stderr } = await cli.run(['--json', '--port', '0'], { cwd, env });
  expect(code).toBe(1);
  expect(stderr).toContain('met a defect of its own');
  expect(stderr).toContain('no stdout');
});

test('a port with 401 in it is warned of', async () => {
  const running = cli.spawn(['--json', '--port', '24010']);
  await running.until(({ stderr }) => stderr.includes('24010'));
  expect(running.stderr).toMatch(/^Warning: Port 24010 contains 401: .*Python and Android/);
});

test('listening for everybody is warned of, and the control API then asks for the token that is told', async () => {
  const running = cli.spawn(['--json', '--host', '0.0.0.0', '--port', '0']);
  const { url, controlUrl, controlToken } = await running.ready();
  expect(running.stderr).toContain('Warning: Listening on 0.0.0.0');
  expect(new URL(url).hostname).toBe('127.0.0.1');
  const clock = (token: string): Promise<Response> =>
    fetch(`${controlUrl}/clock`, { headers: { 'x-api-key': 'dct_a', 'x-mock-token': token } });
  expect((await clock('guess')).ok).toBe(false);
  expect((await clock(String(controlToken))).status).toBe(200);
});

test.each([
  [['strat'], 'There is no command "strat". Commands: start'],
  [['--clock-rate', '-1'], 'It must be a number above 0'],
  [['--clock', 'sundial'], 'real, scaled, manual, auto'],
  [['--as-of', 'yesterday'], 'It must be a date'],
  [
    ['--render', 'oil', '--port', '0'],
    'Unknown renderer "oil". Choose one of: testcard, echo, transform, auto.',
  ],
  [['--no-such-flag'], '--no-such-flag'],
  [['start', 'now'], 'too many arguments'],
])('%s is a usage error', async (args, message) => {
  const { code, stderr } = await cli.run(args);
  expect({ code, says: stderr.includes(message) }, stderr).toEqual({ code: 2, says: true });
});

test.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
] as const)(
  '%s cuts what hangs and leaves with 0, soon; a second one does not wait',
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
