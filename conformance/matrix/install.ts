import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Argv } from '../adapters/shipped.js';
import { UsageError } from '../engine/filter.js';

const run = promisify(execFile);

/** SDKs that the kit can install. */
export const families = ['js', 'python'] as const;
export type Family = (typeof families)[number];

const adapters = fileURLToPath(new URL('../adapters/', import.meta.url));

/** The adapters that drive an installed SDK. */
export interface Installed {
  /** Over stdio. */
  adapter: Argv;
  /** In a browser, dialling out. */
  browser?: Argv;
}

/** Folder of installed SDKs, below the current folder. */
export const cacheFolder = '.cache/sdks';

/**
 * Fetches a published version of an SDK with npm or pip into a folder of its own, unless it is there already. Returns
 * the commands of its adapters. `latest` is asked of the registry each time. Throws UsageError for an unknown version.
 */
export async function installSdk(family: Family, version: string, cache = cacheFolder): Promise<Installed> {
  return family === 'js' ? installNpm(version, cache) : installPip(version, cache);
}

async function installNpm(requested: string, cache: string): Promise<Installed> {
  const version = requested === 'latest' ? await newestNpm() : requested;
  const folder = resolve(cache, `npm-${version}`);
  if (!existsSync(join(folder, 'node_modules/@decartai/sdk/package.json'))) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
    const flags = ['--no-audit', '--no-fund', '--no-package-lock', '--ignore-scripts'];
    await fetched(
      `@decartai/sdk@${version}`,
      'npm',
      ['install', ...flags, `@decartai/sdk@${version}`],
      folder,
    );
  }
  const sdk = join(folder, 'node_modules/@decartai/sdk');
  return {
    adapter: [process.execPath, join(adapters, 'javascript/adapter.mjs'), '--sdk', sdk],
    browser: [process.execPath, join(adapters, 'browser/adapter.mjs'), '--sdk', sdk],
  };
}

async function newestNpm(): Promise<string> {
  const { stdout } = await run('npm', ['view', '@decartai/sdk', 'version']);
  return stdout.trim();
}

async function installPip(version: string, cache: string): Promise<Installed> {
  const folder = resolve(cache, `pypi-${version}`);
  const python = join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  if (version === 'latest' || !existsSync(join(folder, 'ready'))) {
    mkdirSync(resolve(cache), { recursive: true });
    const wanted = version === 'latest' ? 'decart' : `decart==${version}`;
    await fetched(wanted, 'python3', ['-m', 'venv', folder], '.');
    // The HTTP side imports only these three; numpy and OpenCV, which the package also requires, take 200 MB.
    const needed = ['aiohttp', 'aiofiles', 'pydantic'];
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
    await fetched(wanted, python, [...pip, '--upgrade', '--no-deps', wanted], '.');
    await fetched(wanted, python, [...pip, ...needed], '.');
    // Realtime is optional: without these packages the adapter claims the HTTP side alone.
    await run(python, [...pip, 'livekit', 'tenacity']).catch(() => undefined);
    writeFileSync(join(folder, 'ready'), `${wanted}\n`);
  }
  return { adapter: [python, join(adapters, 'python/adapter.py')] };
}

async function fetched(what: string, program: string, args: string[], cwd: string): Promise<void> {
  try {
    await run(program, args, { cwd, maxBuffer: 16 * 1024 * 1024 });
  } catch (cause) {
    const { stderr = '', message } = cause as { stderr?: string; message: string };
    const why = stderr.trim().split('\n').slice(-5).join('\n') || message;
    throw new UsageError(`Cannot install ${what} (${program} ${args.join(' ')}):\n${why}`, { cause });
  }
}
