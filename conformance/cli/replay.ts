import { Option, type Command } from 'commander';
import { given, guarded, number, readReport, several } from './helpers.js';
import { judgeServer } from './server.js';
import { effects } from '../engine/cost.js';
import { UsageError } from '../engine/filter.js';
import type { JudgeServerOptions } from './server.js';
import type { CaseResult } from '../engine/case-result.js';
import type { Run } from '../engine/run.js';
import { replay as replayLine } from '../report/console.js';

interface ReplayOptions {
  from?: string;
  url?: string;
  key?: string;
  seed?: number;
  report: string[];
  allow: JudgeServerOptions['allow'];
}

/** Adds `replay` to the command `conformance`. */
export function registerReplay(conformance: Command): void {
  conformance
    .command('replay')
    .description('run cases again as they ran before: those named, or all that were red in a report')
    .argument('[case...]', 'ids of cases')
    .option('--from <json>', 'a report written with --report json=..., for what is not given here')
    .option('--url <url>', 'base URL of the server')
    .addOption(new Option('--key <key>', 'key of the service').env('DECART_API_KEY'))
    .option('--seed <number>', 'seed of the run', number)
    .addOption(
      new Option('--allow <effect...>', 'let a run on a billed service do more than read')
        .choices([...effects.slice(1), 'spend'])
        .default([]),
    )
    .option('--report <format=path>', 'json, html, junit, md or badge; repeatable', several, [])
    .action((cases: string[], options: ReplayOptions) => guarded(() => replay(cases, options)));
}

async function replay(named: string[], { from, ...options }: ReplayOptions): Promise<void> {
  const before = from === undefined ? undefined : readReport(from);
  const wanted = before?.results.filter(({ id, red }) => (named.length > 0 ? named.includes(id) : red)) ?? [];
  if (before?.subject === 'client') throw new UsageError(clientsOwn(before, wanted));
  const url = options.url ?? before?.target.url;
  if (url === undefined) throw new UsageError('Name the server with --url, or a report with --from.');
  const filter = named.length > 0 ? named : wanted.map(({ id }) => id);
  if (filter.length === 0)
    throw new UsageError(before ? 'Nothing in that report is red.' : 'Name a case, or a report with --from.');
  await judgeServer({
    url,
    filter,
    seed: options.seed ?? before?.seed ?? 1,
    tag: [],
    requirement: [],
    repeat: 1,
    report: options.report,
    allow: options.allow,
    // One case by itself: what it said and heard is what the caller wants to see.
    traces: true,
    wire: true,
    ...given({ key: options.key, name: before?.target.name }),
  });
}

/** A report is no place to take a program from that is then started: the caller runs the line, having read it. */
function clientsOwn(before: Run, [first, ...others]: CaseResult[]): string {
  if (first === undefined)
    return 'That is a report on a client, and it has no such case; nothing to run again.';
  return `That is a report on a client. This runs it again:\n${replayLine(before, first, ...others)}`;
}
