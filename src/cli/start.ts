import { Option, type Command } from 'commander';
import { announce } from './announce.js';
import { flags, optionOf, variableOf, type Flag } from './flags.js';
import { logRequests } from './request-log.js';
import { orStop, serve, type RunningServer } from './serve.js';
import { gatherSettings, type Settings } from './settings.js';
import { stopOnSignal } from './signals.js';

/** Gives a command the flags of the stand-in. */
export function addServerFlags(command: Command, those: readonly Flag[] = flags): Command {
  for (const flag of those) command.addOption(optionOf(flag));
  const config = new Option('--config <file>', 'config file (default: decart-mock.config.* of this folder)');
  return command.addOption(config.env(variableOf('config')));
}

/** `decart-mock start`, or nothing at all: runs the stand-in until a signal. */
export function addStart(program: Command): void {
  const command = program.command('start', { isDefault: true }).description('run the stand-in (the default)');
  addServerFlags(command).action(async () => {
    const gathered = await gatherSettings(command);
    const served = await serve(gathered);
    await orStop(served, () => tell(served, gathered.settings));
  });
}

function tell(served: RunningServer, settings: Settings): void {
  stopOnSignal(served.mock, (line) => {
    if (!settings.quiet) process.stderr.write(`${line}\n`);
  });
  if (settings.verbose)
    logRequests(served.mock.server.httpServer, (line) => process.stderr.write(`${line}\n`));
  announce(served, settings);
}
