import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { launch, startChild, type Child, type Process } from './child.js';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const peers = path('../peers/');
const node = process.execPath;

/** Installs the peers that we compare with, once. */
export function installPeers(): void {
  if (existsSync(`${peers}/node_modules/.package-lock.json`)) return;
  console.error('Installing the peers of the bench ...');
  execFileSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: peers,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

export const main = path('../../dist/cli/main.js');

/** Starts the mock server; `built` is the `main.js` of a build. */
export const startOurs = (args: readonly string[] = [], built = main): Promise<Child> =>
  startChild(node, [built, 'start', '--json', '--port', '0', '--seed', 'bench', ...args]);

const measured = ['--expose-gc', '--import', path('../servers/report-use.mjs')];

/** Like `startOurs`, and reports its resource use on request. */
export const startOursMeasured = (args: readonly string[] = []): Promise<Child> =>
  startChild(node, [...measured, main, 'start', '--json', '--port', '0', '--seed', 'bench', ...args]);

/** `ws` alone; reports its resource use on request. */
export const startBareWs = (): Promise<Child> =>
  startChild(node, [...measured, path('../servers/bare-ws.mjs')]);

/** One of the programs in `bench/clients`, on the other core. */
export const startClients = (name: string, args: readonly string[]): Process =>
  launch(1, node, [path(`../clients/${name}.mjs`), ...args]);

export const startRaw = (): Promise<Child> => startChild(node, [path('../servers/raw.mjs')]);

export const startAimock = (): Promise<Child> => startChild(node, [path('../servers/aimock.mjs')]);

/** Prism prints its port only as prose, so it gets a port, and the caller polls it. */
export async function startPrism(): Promise<Child> {
  return startChild(node, [path('../servers/prism.mjs'), path('../../openapi.yaml')]);
}
