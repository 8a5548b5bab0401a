import type { Command } from 'commander';
import { registerBaseline } from './baseline.js';
import { guarded, readReport, several } from './helpers.js';
import { registerReplay } from './replay.js';
import { registerSdk } from './sdk.js';
import { registerServer } from './server.js';
import { select } from '../engine/filter.js';
import { consoleReport } from '../report/console.js';
import { parseOutputs, writeReports } from '../report/write.js';
import { loadRequirements } from '../requirements/load.js';
import { serverCases } from '../suites/server/index.js';
import { registerWatch } from './traffic.js';

/** Adds `conformance` with its subcommands to a program. Sets process.exitCode, and never exits itself. */
export function registerConformance(program: Command): void {
  const conformance = program
    .command('conformance')
    .description('judge a server or an SDK against the written requirements');

  registerServer(conformance);
  registerSdk(conformance);
  registerWatch(conformance);
  registerReplay(conformance);
  registerBaseline(conformance);

  conformance
    .command('list')
    .description('list the cases, or the requirements')
    .option('--requirements', 'requirements instead of cases')
    .option('--filter <pattern>', 'cases that match; repeatable', several, [])
    .action((options: { requirements?: true; filter: string[] }) =>
      guarded(() => {
        console.log((options.requirements ? listRequirements() : listCases(options.filter)).join('\n'));
      }),
    );

  conformance
    .command('report')
    .description('make other reports of a JSON report')
    .argument('<json>', 'a report written with --report json=...')
    .option('--report <format=path>', 'html, junit, md or badge; repeatable', several, [])
    .action((file: string, options: { report: string[] }) =>
      guarded(() => {
        const outputs = parseOutputs(options.report);
        const run = readReport(file);
        console.log(consoleReport(run));
        process.exitCode = run.exitCode;
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
