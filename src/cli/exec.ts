import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { Command } from 'commander';
import { readyOf, type Ready } from './announce.js';
import { CliError, reasonOf } from './errors.js';
import { flags, type Flag } from './flags.js';
import { orStop, serve } from './serve.js';
import { gatherSettings, type GatheredSettings } from './settings.js';
import { addServerFlags } from './start.js';
import { unusedRulesText } from './unused-rules.js';
import { NO_CLIENT_CALLED, firstClient } from './first-client.js';

/** `decart-mock exec -- npm test`: a stand-in for as long as a command runs. */
export function addExec(program: Command): void {
  const command = program
    .command('exec')
    .description('run a command beside the stand-in, on a free port, and leave with its exit code')
    .argument('<command...>', 'the command, after --')
    .addHelpText(
      'after',
      `
The command sees DECART_MOCK_URL and DECART_BASE_URL (the base URL), DECART_REALTIME_BASE_URL,
DECART_MOCK_CONTROL_URL and DECART_API_KEY. SDKs read none of these by themselves but the
key: give their client the base URL. A command that is not found is exit code 127, one
that cannot be run 126, as in a shell.`,
    );
  addServerFlags(command, ownPort).action(async (words: string[]) => {
    const gathered = onOwnPort(await gatherSettings(command), command);
    const served = await serve(gathered);
    const isVisited = firstClient(served.mock.server.httpServer);
    const code = await orStop(served, () => {
      for (const warning of served.warnings) process.stderr.write(`Warning: ${warning}\n`);
      const ready = readyOf(served);
      if (!gathered.settings.quiet)
        process.stderr.write(`decart-mock at ${ready.url}, seed ${ready.seed}, runs: ${shown(words)}\n`);
      return runChild(words, environment(ready));
    });
    await served.mock.close();
    if (!isVisited()) process.stderr.write(`${NO_CLIENT_CALLED}\n`);
    for (const line of unusedRulesText(served.mock.world)) process.stderr.write(`${line}\n`);
    process.exit(code);
  });
}

/** Who runs it is told the port, so the one that others look for is not taken from them. */
const ownPort = flags.map((flag): Flag =>
  flag.key === 'port' ? { ...flag, text: 'port', fallback: 'a free one', alone: true } : flag,
);

const onOwnPort = ({ settings, ...file }: GatheredSettings, command: Command): GatheredSettings => {
  const { port = 0 } = command.getOptionValueSource('port') === 'cli' ? settings : {};
  return { ...file, settings: { ...settings, port } };
};

const SHOWN = 80;

/** A command as one short line. */
function shown(words: readonly string[]): string {
  const [line = '', ...more] = words.join(' ').split('\n');
  return more.length > 0 || line.length > SHOWN ? `${line.slice(0, SHOWN)}...` : line;
}

const environment = (ready: Ready): Record<string, string> => ({
  DECART_MOCK_URL: ready.url,
  DECART_MOCK_CONTROL_URL: ready.controlUrl,
  DECART_BASE_URL: ready.url,
  DECART_REALTIME_BASE_URL: ready.realtimeUrl,
  DECART_API_KEY: ready.key,
  ...(ready.controlToken !== null && { DECART_MOCK_CONTROL_TOKEN: ready.controlToken }),
});

/** @returns the child's exit code, or 128 and the signal's number */
async function runChild(
  [file = '', ...args]: readonly string[],
  env: Record<string, string>,
): Promise<number> {
  const child = spawn(file, args, { stdio: 'inherit', env: { ...process.env, ...env } });
  const pass = (signal: NodeJS.Signals): void => void child.kill(signal);
  const ignore = (): void => undefined; // the terminal sends it to the child as well, which decides
  process.on('SIGTERM', pass).on('SIGINT', ignore);
  return new Promise((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) =>
      reject(new CliError(`Cannot run ${file}: ${reasonOf(error)}`, error.code === 'ENOENT' ? 127 : 126)),
    );
    child.once('close', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
}
