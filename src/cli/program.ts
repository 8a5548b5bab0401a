import { inspect } from 'node:util';
import { Command, CommanderError } from 'commander';
import type { CommandIo } from '../../conformance/cli/command-io.js';
import { CliError, exitCode } from './errors.js';
import { addConformance } from './conformance.js';
import { addDrift } from './drift.js';
import { addExec } from './exec.js';
import { addHealthcheck } from './healthcheck.js';
import { addInit } from './init.js';
import { addModels } from './models.js';
import { addStart } from './start.js';
import { addValidate } from './validate.js';
import { nearest } from '../world/rules/nearest.js';
import { printable } from '../contract/redaction/printable.js';
import { version } from '../contract/version.js';

/** The whole command line. */
export async function createProgram(argv: readonly string[], io: CommandIo): Promise<Command> {
  const program = new Command('decart-mock')
    .description('A stateful mock server for the Decart API, and a conformance kit.')
    .version(version())
    .enablePositionalOptions()
    .configureOutput({
      writeOut: (text) => io.out(text.trimEnd()),
      writeErr: (text) => io.err(text.trimEnd()),
    })
    .exitOverride();
  addStart(program);
  addExec(program, argv);
  addModels(program);
  addInit(program);
  addValidate(program);
  addHealthcheck(program);
  await addConformance(program, commandOf(argv) === 'conformance', io);
  await addDrift(program, commandOf(argv) === 'drift', io);
  pointToHelp(program);
  return program;
}

/** The command that is given, or that `help` is asked about. */
const commandOf = (argv: readonly string[]): string | undefined => (argv[0] === 'help' ? argv[1] : argv[0]);

/** Ends a usage error with the help of the command that was given. */
function pointToHelp(command: Command, path = command.name()): void {
  const content = command.commands.length > 0 ? 'commands' : 'arguments and flags';
  command.showHelpAfterError(`Run ${path} --help for its ${content}.`);
  for (const sub of command.commands) pointToHelp(sub, `${path} ${sub.name()}`);
}

const processIo: CommandIo = {
  out: (line) => console.log(printable(line)),
  err: (line) => console.error(printable(typeof line === 'string' ? line : inspect(line))),
};

/**
 * Runs a command line.
 * @returns the exit code: 0, 1 for a failure such as an unavailable port, 2 for a usage error, or a child's own
 */
export async function run(argv: readonly string[], io: CommandIo = { ...processIo }): Promise<number> {
  try {
    const program = await createProgram(argv, io);
    refuseUnknownCommand(program, commandOf(argv));
    await program.parseAsync(argv, { from: 'user' });
    return io.exitCode ?? exitCode.ok;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.ok : exitCode.usage;
    if (error instanceof CliError) {
      if (error.message !== '') io.err(error.message);
      return error.exitCode;
    }
    io.err('Internal error in decart-mock. Please report it with these lines:');
    io.err(error);
    return exitCode.failed;
  }
}

/** Without this, `decart-mock strat` would mean `start` with an excess argument. */
function refuseUnknownCommand(program: Command, word: string | undefined): void {
  if (word === undefined || word.startsWith('-') || word === 'help') return;
  const names = program.commands.map((command) => command.name());
  if (names.includes(word)) return;
  const near = nearest(word, names);
  const hint = near === undefined ? `Commands: ${names.join(', ')}.` : `(Did you mean ${near}?)`;
  program.error(`error: unknown command '${word}'\n${hint}`);
}
