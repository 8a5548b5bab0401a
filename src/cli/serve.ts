import { makeMock, type RunningMock } from '../api/mock.js';
import type { MockOptions } from '../api/mock-options.js';
import { isLoopback } from '../contract/origin.js';
import { CliError, exitCode, reasonOf, usageError } from './errors.js';
import { isMisreadPort, listenError } from '../server/listen.js';
import { renderersFor, type Renderers } from './renderers.js';
import { keyNames, mockOptions, type GatheredSettings } from './settings.js';
import { envTypos } from './env-typos.js';
import { limitHeapGrowth } from './heap-growth.js';

const DEFAULT_PORT = 8787;

/** A stand-in that the command line started, and what to tell about it. */
export interface RunningServer {
  readonly mock: RunningMock;
  /** The first is the one to print where there is room for one. */
  readonly keys: readonly [string, ...string[]];
  /** Whether all other keys are refused. */
  readonly strict: boolean;
  readonly renderers: Renderers;
  readonly configFile?: GatheredSettings['configFile'];
  readonly warnings: readonly string[];
}

/**
 * Starts the stand-in that the settings describe.
 * @throws CliError for settings that do not fit (code 2) and a port that cannot be had (code 1)
 */
export async function serve({ settings, configFile }: GatheredSettings): Promise<RunningServer> {
  limitHeapGrowth();
  const warnings: string[] = [...envTypos(Object.keys(process.env))];
  const { host = '127.0.0.1', port = DEFAULT_PORT } = settings;
  const renderers = renderersFor(settings.render);
  if (!isLoopback(host))
    warnings.push(
      `Listening on ${host}: everybody who reaches this machine can use it. The control API asks for the token.`,
    );
  if (isMisreadPort(port))
    warnings.push(
      `Port ${port} contains 401: the Python and Android SDKs take their own URL in an error for an HTTP 401 and stop reconnecting. Choose another port.`,
    );
  const options: MockOptions = { ...mockOptions(settings), host, port };
  const mock = await start(options, host, port);
  return {
    mock,
    keys: keyNames(settings),
    strict: settings.strictKeys === true,
    renderers,
    warnings,
    ...(configFile && { configFile }),
  };
}

/** Does what follows the start, or stops: what listens and has told nobody would keep the process for ever. */
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
    throw told(error, host, port);
  }
}

function told(error: unknown, host: string, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const because = { cause: error };
  const why = listenError(error, host, port, '--port');
  if (why !== undefined) return new CliError(why, exitCode.failed, because);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new CliError(
      `Cannot listen on ${host}: it is no address of this machine. Try --host 127.0.0.1.`,
      exitCode.failed,
      because,
    );
  const settingsAreWrong = error instanceof RangeError || error instanceof TypeError;
  return settingsAreWrong ? usageError(reasonOf(error), error) : error;
}
