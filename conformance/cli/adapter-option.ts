import { InvalidArgumentError, Option, type Command } from 'commander';
import { dialIn } from '../adapters/dial.js';
import { startDialling } from '../adapters/dialling-program.js';
import { adapterCommand, type Argv } from '../adapters/shipped.js';
import { stdio } from '../adapters/stdio.js';
import type { OpenTransport } from '../adapters/transport.js';
import { warnIfSilent } from '../adapters/warn-if-silent.js';
import { UsageError } from '../engine/filter.js';
import { families, installSdk, type Family } from '../matrix/install.js';
import type { CommandIo } from './command-io.js';

export interface AdapterOptions {
  adapter?: string;
  dial?: true;
  sdk?: Family;
  sdkVersion: string;
}

/** Adds the options that choose an adapter. */
export function withAdapter(command: Command): Command {
  return command
    .option(
      '--adapter <command>',
      'js, browser, python or reference of this package, or a command like "python adapter.py"; no shell is used',
    )
    .option(
      '--dial',
      'wait for an adapter that connects to KIT_ADAPTER_URL; the command of --adapter, if given, is started',
    )
    .addOption(
      new Option('--sdk <family>', 'install a published SDK and use its own adapter').choices(families),
    )
    .addOption(
      new Option('--sdk-version <version>', 'version of that SDK')
        .default('latest')
        .argParser((value: string) => {
          if (/^(latest|\d+\.\d+\.\d+[\w.-]*)$/.test(value)) return value;
          throw new InvalidArgumentError('It must be like 0.1.20, or latest.');
        }),
    );
}

interface ChosenAdapter {
  open: OpenTransport;
  close(): Promise<void>;
}

/** The adapter that the options choose. Throws UsageError. */
export async function chosenAdapter(
  io: CommandIo,
  { adapter, dial, sdk, sdkVersion }: AdapterOptions,
): Promise<ChosenAdapter> {
  if ((adapter === undefined && !dial) === (sdk === undefined))
    throw new UsageError('Name one adapter: --adapter <name or command>, --dial, or --sdk js|python.');
  if (sdk !== undefined) return overStdio(io, (await installSdk(sdk, sdkVersion)).adapter);
  const command = adapter === undefined ? undefined : adapterCommand(adapter);
  if (command && !dial && !command.dials) return overStdio(io, command.argv);
  const server = await dialIn((url, onNoise) => {
    if (command === undefined) io.out(`Waiting for an adapter at KIT_ADAPTER_URL=${url}`);
    else return startDialling(command.argv, url, onNoise);
  });
  return { open: server.open, close: () => server.close() };
}

const overStdio = (io: CommandIo, argv: Argv): ChosenAdapter => ({
  open: warnIfSilent(stdio(argv), (line) => io.err(line)),
  close: async () => undefined,
});
