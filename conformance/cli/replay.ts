import type { Command } from 'commander';
import type { CaseResult } from '../engine/case-result.js';
import { UsageError } from '../engine/filter.js';
import type { Run } from '../engine/run.js';
import { replay as replayLine } from '../report/console.js';
import type { CommandIo } from './command-io.js';
import { readReport } from './files.js';
import { allowOption, given, keyOption, number, several, type Allowed } from './options.js';
import { runCommand } from './run-command.js';
import { judgeServer } from './server.js';

interface ReplayOptions {
  from?: string;
  url?: string;
  key?: string;
  seed?: number;
  report: string[];
  allow: Allowed[];
}

/** Adds `replay` to the command `conformance`. */
export function registerReplay(conformance: Command, io: CommandIo): void {
  conformance
    .command('replay')
    .description('run cases again as they ran before: those named, or all red ones of a report')
    .argument('[case...]', 'ids of cases')
    .option('--from <json>', 'a report written with --report json=..., for the options not given here')
    .option('--url <url>', 'base URL of the server')
    .addOption(keyOption('key of the service'))
    .option('--seed <number>', 'seed of the run', number)
    .addOption(allowOption('what a run on a billed service may do besides reading'))
    .option('--report <format=path>', 'json, html, junit, md or badge; repeatable', several, [])
    .action((cases: string[], options: ReplayOptions) => runCommand(io, () => replay(io, cases, options)));
}

async function replay(io: CommandIo, named: string[], { from, ...options }: ReplayOptions): Promise<void> {
  const before = from === undefined ? undefined : readReport(from);
  const wanted = before?.results.filter(({ id, red }) => (named.length > 0 ? named.includes(id) : red)) ?? [];
  if (before?.subject === 'client') throw new UsageError(clientCommand(before, wanted));
  const url = options.url ?? before?.target.url;
  if (url === undefined) throw new UsageError('Name the server with --url, or a report with --from.');
  const filter = named.length > 0 ? named : wanted.map(({ id }) => id);
  if (filter.length === 0)
    throw new UsageError(before ? 'Nothing in that report is red.' : 'Name a case, or a report with --from.');
  await judgeServer(io, {
    url,
    filter,
    seed: options.seed ?? before?.seed ?? 1,
    tag: [],
    requirement: [],
    repeat: 1,
    report: options.report,
    allow: options.allow,
    // A single case: show its requests and answers.
    traces: true,
    wire: true,
    ...given({ key: options.key, name: before?.target.name }),
  });
}

/** A command from a report is shown and not started, so that the user reads it first. */
function clientCommand(before: Run, [first, ...others]: CaseResult[]): string {
  if (first === undefined)
    return 'That is a report on a client, and it has no such case; there is nothing to run again.';
  return `That is a report on a client. This runs it again:\n${replayLine(before, first, ...others)}`;
}
