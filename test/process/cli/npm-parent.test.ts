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

test.concurrent.each<[string, (main: string) => [string, readonly string[]]]>([
  ['a shell', (main) => ['sh', ['-c', `node ${main} start --json --port 0 > ready.json & exit 0`]]],
  ['an npm script', () => ['npm', ['run', '--silent', 'background']]],
])('a mock that %s starts in the background outlives it', async (_what, command) => {
  const folder = packageWith({ background: `${start} > ready.json & exit 0` });
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
  ({ 10: { parent: 9, name: 'sh' }, 11: { parent: 9, name: 'node' }, 12: { parent: 1, name: 'sh' } })[pid];
const npm = { npm_execpath: 'npm-cli.js' };

test.each([
  ['outside npm', {}, 10, undefined],
  ['in the shell of npm', npm, 10, [10, 9]],
  ['in npm itself', npm, 11, [11]],
  ['in the shell of an npm that is process 1', npm, 12, [12]],
  ['where the system lists no processes', npm, 99, [99]],
  ['as process 1', npm, 0, undefined],
  [
    'in a script with a background process',
    { ...npm, npm_lifecycle_script: 'decart-mock & vitest' },
    10,
    undefined,
  ],
  ['in a script with &&', { ...npm, npm_lifecycle_script: 'build && decart-mock 2>&1' }, 10, [10, 9]],
  ['with an & in quotes', { ...npm, npm_lifecycle_script: `decart-mock --seed 'a & b'` }, 10, [10, 9]],
])('%s the chain of parents is right', (_where, env: NodeJS.ProcessEnv, parent, chain) => {
  expect(npmChain(env, parent, processes)).toEqual(chain);
});
