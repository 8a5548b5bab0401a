import { readFile, stat } from 'node:fs/promises';
import { basename, extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { reasonOf, usageError } from './errors.js';
import type { Settings } from './settings.js';

const extensions = ['.ts', '.js', '.mjs', '.json', '.yaml', '.yml'] as const;

export interface LoadedConfig {
  readonly name: string;
  /** What read it, for those who wonder why their TypeScript does not compile. */
  readonly reader: string;
  readonly settings: Settings;
}

const isFile = async (path: string): Promise<boolean> => {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false; // not there, or not to be seen: the same to us
  }
};

/**
 * The `decart-mock.config.*` of a folder, if any.
 * @throws CliError when there are two, because only one can win
 */
export async function findConfig(folder: string): Promise<string | undefined> {
  const candidates = extensions.map((extension) => `decart-mock.config${extension}`);
  const there = await Promise.all(candidates.map((name) => isFile(resolve(folder, name))));
  const found = candidates.filter((_, index) => there[index]);
  if (found.length > 1)
    throw usageError(`There are ${found.join(' and ')}. Keep one, or choose with --config.`);
  return found[0];
}

/** @throws CliError naming the file and what is wrong with it */
export async function loadConfig(file: string, folder: string): Promise<LoadedConfig> {
  const path = resolve(folder, file);
  if (!(await isFile(path))) throw usageError(`There is no config file ${file}.`);
  const { value, reader } = await finished(read(path)).catch((error: unknown) => {
    throw usageError(`Cannot read ${file}: ${reasonOf(error)}`, error);
  });
  const { checkConfig } = await import('./config-schema.js');
  return { name: basename(file), reader, settings: checkConfig(value, file) };
}

/** @throws CliError naming the file and what is wrong with it */
export async function loadScenario(file: string, folder: string): Promise<Settings> {
  const { readScenario } = await import('../api/scenario/read.js');
  return readScenario(resolve(folder, file)).catch((error: unknown) => {
    throw usageError(reasonOf(error), error);
  });
}

/** A promise as it is, but rejected where it would keep nobody waiting any more: node would leave, with 0. */
function finished<T>(promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const stuck = (): void => reject(new Error('it never gets ready: a promise in it is never resolved'));
    process.once('beforeExit', stuck);
    void promise.then(resolve, reject).finally(() => process.off('beforeExit', stuck));
  });
}

async function read(path: string): Promise<{ value: unknown; reader: string }> {
  switch (extname(path)) {
    case '.json':
      return { value: JSON.parse(await readFile(path, 'utf8')) as unknown, reader: 'as JSON' };
    case '.yaml':
    case '.yml': {
      const { parse } = await import('yaml');
      return { value: parse(await readFile(path, 'utf8')) as unknown, reader: 'as YAML' };
    }
    case '.js':
    case '.mjs':
      return { value: await defaultExport(path), reader: 'by Node' };
    case '.ts':
      if (readsTypeScript()) return { value: await defaultExport(path), reader: 'by Node' };
      return { value: await throughJiti(path), reader: 'by jiti' };
    default:
      throw new Error(`it must end in ${extensions.join(', ')}`);
  }
}

/** From Node 22.18 on; older types do not know the feature. */
const readsTypeScript = (): boolean =>
  Boolean((process.features as { readonly typescript?: string | false }).typescript);

async function defaultExport(path: string): Promise<unknown> {
  const module = (await import(pathToFileURL(path).href)) as { default?: unknown };
  if (module.default === undefined) throw new Error('it has no default export');
  return module.default;
}

/** Node before 22.18 does not read TypeScript by itself. */
async function throughJiti(path: string): Promise<unknown> {
  const { createJiti } = await import('jiti');
  const module = await createJiti(path, { fsCache: false }).import<{ default?: unknown }>(path);
  if (module.default === undefined) throw new Error('it has no default export');
  return module.default;
}
