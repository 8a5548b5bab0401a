import type { Command } from 'commander';
import { version } from '../../src/contract/version.js';
import { select } from '../engine/filter.js';
import { planOf } from '../engine/plan.js';
import { runServer } from '../engine/run-server.js';
import { caseLine, wireText } from '../report/console.js';
import { planText } from '../report/plan.js';
import { parseOutputs } from '../report/write.js';
import { loadRequirements } from '../requirements/load.js';
import { serverCases } from '../suites/server/index.js';
import { discover } from '../targets/discover.js';
import type { CommandIo } from './command-io.js';
import { readBaseline } from './files.js';
import { allowOption, count, given, keyOption, number, several, type Allowed } from './options.js';
import { publish } from './publish.js';
import { interruptible, runCommand } from './run-command.js';

export interface JudgeServerOptions {
  url: string;
  key?: string;
  name?: string;
  filter: string[];
  tag: string[];
  requirement: string[];
  baseline?: string;
  report: string[];
  seed: number;
  plan?: true;
  allow: Allowed[];
  maxCost?: number;
  maxJobs?: number;
  deadline?: number;
  concurrency?: number;
  repeat: number;
  traces?: true;
  quiet?: true;
  /** Print requests and answers. */
  wire?: true;
}

/** Adds `server` to the command `conformance`. */
export function registerServer(conformance: Command, io: CommandIo): void {
  conformance
    .command('server')
    .description('judge a server: a mock server, or the service itself')
    .requiredOption('--url <url>', 'base URL, e.g. http://127.0.0.1:8787')
    .addOption(keyOption('key of the service'))
    .option('--name <name>', 'name of the target in baselines and reports')
    .option('--filter <pattern>', 'cases to run, e.g. "queue.**" or @file; repeatable', several, [])
    .option('--tag <tag>', 'cases with a tag; repeatable', several, [])
    .option('--requirement <id>', 'cases that check a requirement; repeatable', several, [])
    .option('--baseline <file>', 'known failures, with reasons')
    .option(
      '--report <format=path>',
      'json, html, junit, md or badge; repeatable or with commas',
      several,
      [],
    )
    .option('--seed <number>', 'same seed, same run', number, 1)
    .option('--plan', 'print what a run would cost and leave behind, and stop')
    .addOption(allowOption('what a run on a billed service may do besides reading'))
    .option('--max-cost <dollars>', 'stop before the estimated bill exceeds this', number)
    .option('--max-jobs <count>', 'stop before there are more jobs than this', number)
    .option('--deadline <seconds>', 'stop starting cases after this time', number)
    .option('--concurrency <count>', 'cases at a time', count)
    .option('--repeat <count>', 'run every case this often; cases whose results differ are flaky', count, 1)
    .option('--traces', 'keep the traces of passing cases too')
    .option('--quiet', 'print the summary only')
    .action((options: JudgeServerOptions) => runCommand(io, () => judgeServer(io, options)));
}

/** Runs the server suite, writes its reports and sets the exit code. Throws UsageError. */
export async function judgeServer(io: CommandIo, options: JudgeServerOptions): Promise<void> {
  const outputs = parseOutputs(options.report);
  const baseline = readBaseline(options.baseline);
  const selection = { filter: options.filter, tags: options.tag, requirementIds: options.requirement };
  const chosen = select(serverCases, selection);
  if (options.plan) {
    io.out(planText(planOf(chosen, options.repeat), chosen));
    return;
  }
  const requirements = loadRequirements();
  const target = await discover(given({ url: options.url, key: options.key, name: options.name }));
  const { value: run, code } = await interruptible(io, (interrupted) =>
    runServer(serverCases, target, {
      requirements,
      interrupted,
      version: version(),
      seed: options.seed,
      ...selection,
      baseline,
      allow: options.allow,
      repeat: options.repeat,
      keepTraces: options.traces === true,
      onResult: (result) => {
        if (!options.quiet) io.out(caseLine(result));
      },
      ...given({
        maxUsd: options.maxCost,
        maxJobs: options.maxJobs,
        deadlineMs: options.deadline === undefined ? undefined : options.deadline * 1000,
        concurrency: options.concurrency,
      }),
    }),
  );
  if (options.wire) for (const result of run.results) io.out(wireText(result));
  publish(io, run, requirements, outputs, code);
}
