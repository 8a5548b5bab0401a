import type { Command } from 'commander';
import { select } from '../engine/filter.js';
import { consoleReport } from '../report/console.js';
import { parseOutputs, writeReports } from '../report/write.js';
import { loadRequirements } from '../requirements/load.js';
import { serverCases } from '../suites/server/index.js';
import { registerAdapter } from './adapter.js';
import { registerBaseline } from './baseline.js';
import type { CommandIo } from './command-io.js';
import { readReport } from './files.js';
import { several } from './options.js';
import { registerReplay } from './replay.js';
import { runCommand } from './run-command.js';
import { registerSdk } from './sdk.js';
import { registerServer } from './server.js';
import { registerTraffic } from './traffic.js';

/** Adds `conformance` with its subcommands to a program. Sets the exit code of `io`, and never exits itself. */
export function registerConformance(program: Command, io: CommandIo): void {
  const conformance = program
    .command('conformance')
    .description('judge a server, a client or an SDK against the written requirements');

  registerServer(conformance, io);
  registerSdk(conformance, io);
  registerAdapter(conformance, io);
  registerTraffic(conformance, io);
  registerReplay(conformance, io);
  registerBaseline(conformance, io);

  conformance
    .command('list')
    .description('list the cases, or the requirements')
    .option('--requirements', 'list requirements instead of cases')
    .option('--filter <pattern>', 'cases that match; repeatable', several, [])
    .action((options: { requirements?: true; filter: string[] }) =>
      runCommand(io, () => {
        io.out((options.requirements ? listRequirements() : listCases(options.filter)).join('\n'));
      }),
    );

  conformance
    .command('report')
    .description('convert a JSON report into other formats')
    .argument('<json>', 'a report written with --report json=...')
    .option('--report <format=path>', 'html, junit, md or badge; repeatable', several, [])
    .action((file: string, options: { report: string[] }) =>
      runCommand(io, () => {
        const outputs = parseOutputs(options.report);
        const run = readReport(file);
        io.out(consoleReport(run));
        io.exitCode = run.exitCode;
        writeReports(run, loadRequirements(), outputs);
      }),
    );
}

function listCases(filter: string[]): string[] {
  return select(serverCases, { filter }).map(
    (each) => `${each.id}  ${each.title}  [${each.requires.join(' ')}]`,
  );
}

function listRequirements(): string[] {
  return [...loadRequirements().values()].map(
    ({ id, level, subject, evidence, text }) => `${id} ${level} ${subject.join('+')} ${evidence}: ${text}`,
  );
}
