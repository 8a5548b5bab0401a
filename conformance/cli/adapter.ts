import type { Command } from 'commander';
import { checkAdapter, checkText } from '../adapters/check.js';
import { shippedText } from '../adapters/shipped.js';
import { exitCodes } from '../engine/exit-code.js';
import { chosenAdapter, withAdapter, type AdapterOptions } from './adapter-option.js';
import type { CommandIo } from './command-io.js';
import { runCommand } from './run-command.js';

/** Adds `adapter list` and `adapter check` to the command `conformance`. */
export function registerAdapter(conformance: Command, io: CommandIo): void {
  const adapter = conformance.command('adapter').description('list and check adapters');
  adapter
    .command('list')
    .description('list the adapters of this package, what they need, and their files')
    .action(() => io.out(shippedText()));
  withAdapter(
    adapter.command('check').description('check an adapter; its verdicts count only when this is green'),
  ).action((options: AdapterOptions) => runCommand(io, () => check(io, options)));
}

async function check(io: CommandIo, options: AdapterOptions): Promise<void> {
  const adapter = await chosenAdapter(io, options);
  try {
    const report = await checkAdapter(adapter.open);
    io.out(checkText(report));
    io.exitCode = report.ok ? exitCodes.clean : exitCodes.harness;
  } finally {
    await adapter.close();
  }
}
