import { readFileSync, statSync } from 'node:fs';
import { basename, extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseJson } from '../contract/validation/json-bounds.js';
import { reasonOf, usageError } from './errors.js';
import type { Settings } from './settings.js';

const extensions = ['.ts', '.js', '.mjs', '.json', '.yaml', '.yml'] as const;

export interface LoadedConfig {
  readonly name: string;
  /** What read the file, which explains why TypeScript in it fails. */
  readonly reader: string;
  readonly settings: Settings;
}

const isFile = (path: string): boolean => {
  try {
    return statSync(path).isFile();
  } catch {
    return false; // missing or not readable: treated alike
  }
};

/**
 * The `decart-mock.config.*` of a folder, if any.
 * @throws CliError when there are several
 */
export function findConfig(folder: string): string | undefined {
  const candidates = extensions.map((extension) => `decart-mock.config${extension}`);
  const found = candidates.filter((name) => isFile(resolve(folder, name)));
  if (found.length > 1)
    throw usageError(
      `Found several config files: ${found.join(', ')}. Keep one, or choose one with --config.`,
    );
  return found[0];
}

/** @throws CliError that names the file and each problem */
export async function loadConfig(file: string, folder: string): Promise<LoadedConfig> {
  const path = resolve(folder, file);
  if (!isFile(path)) throw usageError(`Config file ${file} does not exist.`);
  const { value, reader } = await settled(read(path)).catch((error: unknown) => {
    throw usageError(`Cannot read ${file}: ${reasonOf(error)}`, error);
  });
  const { checkConfig } = await import('./config-schema.js');
  return { name: basename(file), reader, settings: checkConfig(value, file) };
}

/** @throws CliError that names the file and each problem */
export async function loadScenario(file: string, folder: string): Promise<Settings> {
  const { readScenario } = await import('../api/scenario/read.js');
  return readScenario(resolve(folder, file)).catch((error: unknown) => {
    throw usageError(reasonOf(error), error);
  });
}

/** Rejects a promise that can never settle. Otherwise Node would exit with 0 and no message. */
function settled<T>(promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const stuck = (): void => reject(new Error('it awaits a promise that never settles'));
    process.once('beforeExit', stuck);
    void promise.then(resolve, reject).finally(() => process.off('beforeExit', stuck));
  });
}

async function read(path: string): Promise<{ value: unknown; reader: string }> {
  switch (extname(path)) {
    case '.json':
      return { value: parseJson(readFileSync(path)), reader: 'as JSON' };
    case '.yaml':
    case '.yml': {
      const { parse } = await import('yaml');
      return { value: parse(readFileSync(path, 'utf8')) as unknown, reader: 'as YAML' };
    }
    case '.js':
    case '.mjs':
      return { value: await defaultExport(path), reader: 'by Node' };
    case '.ts':
      if (readsTypeScript()) return { value: await defaultExport(path), reader: 'by Node' };
      return { value: await throughJiti(path), reader: 'by jiti' };
    default:
      throw new Error(`its name must end in ${extensions.join(', ')}`);
  }
}

/** Node 22.18 and later do; older types lack the feature. */
const readsTypeScript = (): boolean =>
  Boolean((process.features as { readonly typescript?: string | false }).typescript);

async function defaultExport(path: string): Promise<unknown> {
  const module = (await import(pathToFileURL(path).href)) as { default?: unknown };
  if (module.default === undefined) throw new Error('it has no default export');
  return module.default;
}

/** For Node before 22.18, which does not read TypeScript. */
async function throughJiti(path: string): Promise<unknown> {
  const { createJiti } = await import('jiti');
  const module = await createJiti(path, { fsCache: false }).import<{ default?: unknown }>(path);
  if (module.default === undefined) throw new Error('it has no default export');
  return module.default;
}
