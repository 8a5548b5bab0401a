import { constants } from 'node:os';
import type { Command } from 'commander';
import { warningLine } from '../api/warning-line.js';
import { readyOf, type Ready } from './announce.js';
import { CliError, reasonOf } from './errors.js';
import { flags, type Flag } from './flags.js';
import { orStop, serve } from './serve.js';
import { gatherSettings, type GatheredSettings } from './settings.js';
import { addServerFlags } from './start.js';
import { unusedRulesText } from './unused-rules.js';
import { NO_CLIENT_CALLED, firstClient } from './first-client.js';

/** `decart-mock exec -- npm test`: a mock for as long as a command runs. */
export function addExec(program: Command, argv: readonly string[]): void {
  const command = program
    .command('exec')
    .description('run a command with a mock on a free port, and exit with its code')
    .argument('<command...>', 'the command, after --')
    .addHelpText(
      'after',
      `
Sets DECART_MOCK_URL and DECART_BASE_URL (the base URL), DECART_REALTIME_BASE_URL,
DECART_MOCK_CONTROL_URL and DECART_API_KEY for the command. Setting them is not enough:
SDKs read only the key, so pass the URLs to the client.
Exit codes: the command's own; 126 not executable, 127 not found; 1 port unavailable,
2 usage error.`,
    );
  if (!argv.includes('--')) command.configureOutput({ outputError: explainSeparator });
  addServerFlags(command, ownPort).action(async (words: string[]) => {
    const gathered = onOwnPort(await gatherSettings(command), command);
    const served = await serve(gathered);
    const wasCalled = firstClient(served.mock.server.httpServer);
    const code = await orStop(served, () => {
      for (const warning of served.warnings) process.stderr.write(`${warningLine(warning)}\n`);
      const ready = readyOf(served);
      if (!gathered.settings.quiet)
        process.stderr.write(
          `decart-mock listening on ${ready.url}, seed ${ready.seed}. Running: ${shown(words)}\n`,
        );
      return runChild(words, environment(ready));
    });
    await served.mock.close();
    if (!wasCalled()) process.stderr.write(`${warningLine(NO_CLIENT_CALLED)}\n`);
    for (const line of unusedRulesText(served.mock.world)) process.stderr.write(`${line}\n`);
    process.exit(code);
  });
}

/** Without --, the flags of the command would be flags of `exec`. */
function explainSeparator(text: string, write: (text: string) => void): void {
  const hint = /unknown option|missing required argument/.test(text)
    ? 'Put -- before the command: decart-mock exec -- node -e 0\n'
    : '';
  write(`${text}${hint}`);
}

/** `exec` passes its URL to the command, so it needs no fixed port. */
const ownPort = flags.map((flag): Flag =>
  flag.key === 'port'
    ? { ...flag, text: 'port to listen on', fallback: 'a free one', commandLineOnly: true }
    : flag,
);

const onOwnPort = ({ settings, ...file }: GatheredSettings, command: Command): GatheredSettings => {
  const { port = 0 } = command.getOptionValueSource('port') === 'cli' ? settings : {};
  return { ...file, settings: { ...settings, port } };
};

const MAX_SHOWN = 80;

/** A command as one short line. */
function shown(words: readonly string[]): string {
  const [line = '', ...more] = words.join(' ').split('\n');
  return more.length > 0 || line.length > MAX_SHOWN ? `${line.slice(0, MAX_SHOWN)}...` : line;
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
  const { spawn } = await import('node:child_process'); // no other command needs it
  const child = spawn(file, args, { stdio: 'inherit', env: { ...process.env, ...env } });
  const pass = (signal: NodeJS.Signals): void => void child.kill(signal);
  const ignore = (): void => undefined; // the terminal sends these to the child too, which decides
  process.on('SIGTERM', pass).on('SIGHUP', pass).on('SIGINT', ignore).on('SIGQUIT', ignore);
  return new Promise((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'ENOENT'
          ? new CliError(`Cannot run ${file}: there is no such command.`, 127)
          : new CliError(`Cannot run ${file}: ${reasonOf(error)}`, 126),
      ),
    );
    child.once('close', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
}
