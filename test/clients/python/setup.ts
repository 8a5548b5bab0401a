import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Virtual environments with published versions of the Python SDK, kept under .cache/python. Run by the tests; also by
 * hand: `npx tsx test/clients/python/setup.ts 0.0.37`.
 */

const cache = fileURLToPath(new URL('../../../.cache/python', import.meta.url));
/** What the HTTP side imports; the SDK declares more, large binaries among them, that only realtime uses. */
const needs = ['aiohttp', 'aiofiles', 'pydantic', 'pyjwt[crypto]'];

const windows = process.platform === 'win32';
const interpreterIn = (folder: string): string =>
  join(folder, windows ? 'Scripts' : 'bin', windows ? 'python.exe' : 'python');

export type Prepared = { readonly python: string } | { readonly missing: string };

/** What realtime sessions import beside that. */
export const realtimeNeeds: readonly string[] = ['livekit', 'tenacity', 'numpy'];
/** What LipSync Live imports beside that of HTTP. */
export const lipsyncNeeds: readonly string[] = ['opencv-python-headless', 'numpy', 'websockets'];

/** The interpreter of an environment that has this version, and `more`; made when it is not there yet. */
export function prepare(version: string, more: readonly string[] = []): Prepared {
  const folder = join(cache, ['decart', version, ...more].join('-'));
  if (existsSync(folder)) return { python: interpreterIn(folder) };
  const making = `${folder}.${process.pid}`;
  const run = (command: string, ...args: string[]): void =>
    void execFileSync(command, args, { stdio: ['ignore', 'ignore', 'pipe'], timeout: 180_000 });
  const pip = (...args: string[]): void =>
    run(interpreterIn(making), '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...args);
  try {
    mkdirSync(cache, { recursive: true });
    run(windows ? 'python' : 'python3', '-c', 'import sys; sys.exit(sys.version_info < (3, 10))');
    run(windows ? 'python' : 'python3', '-m', 'venv', making);
    pip('--no-deps', `decart==${version}`);
    pip(...needs, ...more);
    renameSync(making, folder);
    return { python: interpreterIn(folder) };
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    const reason = String(error).split('\n').slice(0, 5).join(' ');
    return { missing: `decart ${version} needs Python 3.10 or newer and PyPI: ${reason}` };
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const version of process.argv.slice(2)) {
    const prepared = prepare(version);
    console.log('python' in prepared ? `${version}: ${prepared.python}` : prepared.missing);
    if ('missing' in prepared) process.exitCode = 1;
  }
}
