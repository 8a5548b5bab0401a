import { makeMock, type RunningMock } from '../api/mock.js';
import type { MockOptions } from '../api/mock-options.js';
import { isLoopback } from '../contract/origin.js';
import { hostTime } from '../world/time/host-time.js';
import { CliError, exitCode, reasonOf, usageError } from './errors.js';
import { listenError } from '../server/listen.js';
import { renderersFor, type Renderers } from './renderers.js';
import { keyNames, mockOptions, type GatheredSettings } from './settings.js';
import { envTypos } from './env-typos.js';

const DEFAULT_PORT = 8787;
/** When the heap growth is limited: a start has a small heap, and what watches it takes a while to load. */
const AFTER_START_MS = 1_000;

/** A mock that the command line started, and what is printed about it. */
export interface RunningServer {
  readonly mock: RunningMock;
  /** The first is printed where only one fits. */
  readonly keys: readonly [string, ...string[]];
  /** Whether all other keys are refused. */
  readonly strict: boolean;
  readonly renderers: Renderers;
  readonly configFile?: GatheredSettings['configFile'];
  readonly warnings: readonly string[];
}

/**
 * Starts the mock that the settings describe.
 * @throws CliError for invalid settings (code 2) and an unavailable port (code 1)
 */
export async function serve({ settings, configFile }: GatheredSettings): Promise<RunningServer> {
  const warnings: string[] = [...envTypos(Object.keys(process.env))];
  const { host = '127.0.0.1', port = DEFAULT_PORT } = settings;
  const renderers = renderersFor(settings.render);
  if (!isLoopback(host))
    warnings.push(
      `Listening on ${host}: any machine that reaches this one can use the mock. The control API requires the token.`,
    );
  const options: MockOptions = { ...mockOptions(settings), host, port };
  const mock = await start(options, host, port);
  hostTime.after(
    AFTER_START_MS,
    () => void import('./heap-growth.js').then((loaded) => loaded.limitHeapGrowth()),
  );
  return {
    mock,
    keys: keyNames(settings),
    strict: settings.strictKeys === true,
    renderers,
    warnings,
    ...(configFile && { configFile }),
  };
}

/** Runs the next step, and closes the mock if that fails. Otherwise the process would never end. */
export async function orStop<T>({ mock }: RunningServer, next: () => T | Promise<T>): Promise<T> {
  try {
    return await next();
  } catch (error) {
    await mock.close();
    throw error;
  }
}

async function start(options: MockOptions, host: string, port: number): Promise<RunningMock> {
  try {
    return await makeMock(options).listen();
  } catch (error) {
    throw startError(error, host, port);
  }
}

function startError(error: unknown, host: string, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const options = { cause: error };
  const message = listenError(error, host, port, '--port');
  if (message !== undefined) return new CliError(message, exitCode.failed, options);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new CliError(
      `Cannot listen on ${host}: it is not an address of this machine. Try --host 127.0.0.1.`,
      exitCode.failed,
      options,
    );
  const isInvalidSetting = error instanceof RangeError || error instanceof TypeError;
  return isInvalidSetting ? usageError(reasonOf(error), error) : error;
}
