import { Option, type Command } from 'commander';
import { announce } from './announce.js';
import { flags, optionOf, renamedOptions, variableOf, type Flag } from './flags.js';
import { keepTickObject } from './keep-tick-object.js';
import { loadAhead } from './load-ahead.js';
import { logRequests } from './request-log.js';
import { orStop, serve, type RunningServer } from './serve.js';
import { gatherSettings, type Settings } from './settings.js';
import { stopOnSignal } from './signals.js';

/** Adds the flags of the mock server to a command. */
export function addServerFlags(command: Command, serverFlags: readonly Flag[] = flags): Command {
  for (const flag of serverFlags) command.addOption(optionOf(flag));
  for (const option of renamedOptions()) command.addOption(option);
  const config = new Option('--config <file>', 'config file (default: decart-mock.config.* in this folder)');
  return command.addOption(config.env(variableOf('config')));
}

/** `decart-mock start`, or no command: runs the mock until a signal. */
export function addStart(program: Command): void {
  const command = program
    .command('start', { isDefault: true })
    .description('run the mock server (the default command)');
  addServerFlags(command).action(async () => {
    keepTickObject();
    const gathered = await gatherSettings(command);
    const served = await serve(gathered);
    await orStop(served, () => report(served, gathered.settings));
  });
}

function report(served: RunningServer, settings: Settings): void {
  stopOnSignal(served.mock, (line) => {
    if (!settings.quiet) process.stderr.write(`${line}\n`);
  });
  if (settings.verbose)
    logRequests(served.mock.server.httpServer, (line) => process.stderr.write(`${line}\n`));
  announce(served, settings);
  loadAhead(served.mock.server);
}
