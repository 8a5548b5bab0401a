import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { npmChain, type FindProcess } from '../../../src/cli/npm-parent.js';
import { until } from '../../support/patience.js';
import { useCli, type ReadyLine } from './support/cli.js';

const cli = useCli();

/** A package in which npm finds `decart-mock` and these scripts. */
function packageWith(scripts: Readonly<Record<string, string>> = {}): string {
  const folder = cli.folder();
  mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true });
  chmodSync(cli.main, 0o755); // as npm does when it installs a bin
  symlinkSync(cli.main, join(folder, 'node_modules/.bin/decart-mock'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'app', scripts }));
  return folder;
}

/** As a program that starts a mock does, without npm around the test. */
function launch(command: string, args: readonly string[], cwd: string): ChildProcess {
  const { PATH, HOME } = process.env;
  return spawn(command, args, { cwd, env: { PATH, HOME }, stdio: ['ignore', 'pipe', 'ignore'] });
}

async function readyOf(child: ChildProcess): Promise<ReadyLine> {
  let text = '';
  for await (const piece of child.stdout ?? []) {
    text += String(piece);
    const line = text.split('\n').find((one) => one.startsWith('{'));
    if (line !== undefined && text.endsWith('\n')) return JSON.parse(line) as ReadyLine;
  }
  throw new Error(`It printed no line of JSON: ${text}`);
}

const isUp = async ({ url }: Pick<ReadyLine, 'url'>): Promise<boolean> =>
  fetch(`${url}/_mock/health`).then(
    ({ ok }) => ok,
    () => false,
  );

const start = 'decart-mock start --json --port 0';

test.concurrent.each<[string, string, readonly string[], NodeJS.Signals]>([
  ['npx is killed', 'npx', ['--no', ...start.split(' ')], 'SIGKILL'],
  ['npx is terminated', 'npx', ['--no', ...start.split(' ')], 'SIGTERM'],
  ['npm run is killed', 'npm', ['run', '--silent', 'mock'], 'SIGKILL'],
])('the mock stops when %s', async (_what, command, args, signal) => {
  const child = launch(command, args, packageWith({ mock: start }));
  const ready = await readyOf(child);
  expect(await isUp(ready)).toBe(true);
  child.kill(signal);
  await until(async () => expect(await isUp(ready)).toBe(false));
});

const untilReady = 'while ! grep -q url ready.json; do sleep 0.1; done';

test.concurrent.each<[string, (main: string) => [string, readonly string[]]]>([
  ['a shell', (main) => ['sh', ['-c', `node ${main} start --json --port 0 > ready.json & exit 0`]]],
  ['an npm script', () => ['npm', ['run', '--silent', 'background']]],
  ['a quoted shell of an npm script', () => ['npm', ['run', '--silent', 'quoted']]],
  ['a shell script that npm runs', () => ['npm', ['run', '--silent', 'file']]],
  ['a program that npm runs', () => ['npm', ['run', '--silent', 'program']]],
  ['setsid under npm', () => ['npm', ['run', '--silent', 'session']]],
])('a mock that %s starts in the background outlives it', async (_what, command) => {
  const inBackground = `${start} > ready.json 2>&1 &`;
  const folder = packageWith({
    background: `${inBackground} exit 0`,
    quoted: `sh -c '${inBackground} ${untilReady}; exit 0'`,
    file: 'sh start.sh',
    program: 'node start.mjs',
    session: 'sh session.sh',
  });
  writeFileSync(join(folder, 'start.sh'), `nohup ${inBackground}\n${untilReady}\nsleep 1`);
  writeFileSync(join(folder, 'session.sh'), `setsid ${inBackground}\n${untilReady}`);
  writeFileSync(
    join(folder, 'start.mjs'),
    `import { spawn } from 'node:child_process';
    import { openSync } from 'node:fs';
    const stdio = ['ignore', openSync('ready.json', 'w'), 'ignore'];
    spawn('decart-mock', ['start', '--json', '--port', '0'], { detached: true, stdio }).unref();
    spawn('sh', ['-c', '${untilReady}']);`,
  );
  await once(launch(...command(cli.main), folder), 'exit');
  let ready: ReadyLine | undefined;
  await until(() => (ready = JSON.parse(readFileSync(join(folder, 'ready.json'), 'utf8')) as ReadyLine));
  if (!ready) throw new Error('not ready');
  // Longer than two checks of its parents.
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  const survived = await isUp(ready);
  process.kill(ready.pid);
  expect(survived).toBe(true);
});

const processes: FindProcess = (pid) =>
  ({
    1: { parent: 0, group: 1, command: 'npm start' },
    2: { parent: 1, group: 1, command: 'sh -c decart-mock start' },
    3: { parent: 2, group: 1, command: 'node mock' },
    9: { parent: 8, group: 9, command: 'npm run mock' },
    10: { parent: 9, group: 9, command: 'sh -c decart-mock start --port 0' },
    11: { parent: 10, group: 9, command: 'node mock' },
    12: { parent: 9, group: 9, command: 'node mock' },
    13: { parent: 10, group: 13, command: 'node mock in a group of its own' },
    14: { parent: 9, group: 9, command: 'sh start.sh' },
    15: { parent: 14, group: 9, command: 'node mock' },
    16: { parent: 9, group: 9, command: 'node tests.mjs' },
    17: { parent: 16, group: 9, command: 'node mock' },
    20: { parent: 8, group: 9, command: '/usr/bin/node /usr/lib/npm/bin/npx-cli.js decart-mock start' },
    21: { parent: 20, group: 9, command: 'node mock' },
    30: { parent: 9, group: 9, command: "sh -c decart-mock --seed 'a & b'" },
    31: { parent: 30, group: 9, command: 'node mock' },
  })[pid];
const npm = { npm_lifecycle_script: 'decart-mock start' };
const quoted = { npm_lifecycle_script: `decart-mock --seed 'a & b'` };

test.each([
  ['outside npm', {}, 11, undefined],
  ['in the shell of npm', npm, 11, [10, 9]],
  ['in npm itself', npm, 12, [9]],
  ['in npx that node runs', npm, 21, [20]],
  ['in the shell of an npm that is process 1', npm, 3, [2]],
  ['where the system lists no processes', npm, 99, undefined],
  ['in a process group of its own', npm, 13, undefined],
  ['in a shell script that npm runs', npm, 15, undefined],
  ['in a shell script whose name is the npm script', { npm_lifecycle_script: 'sh start.sh' }, 15, undefined],
  ['in a program that npm runs', npm, 17, undefined],
  ['in a script with a background process', { npm_lifecycle_script: 'decart-mock & vitest' }, 12, undefined],
  ['in a script with &&', { npm_lifecycle_script: 'build && decart-mock 2>&1' }, 12, [9]],
  ['with an & in quotes', quoted, 31, [30, 9]],
])('%s the chain of parents is right', (_where, env: NodeJS.ProcessEnv, pid, chain) => {
  expect(npmChain(env, pid, processes)).toEqual(chain);
});
