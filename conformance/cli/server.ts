import { Option, type Command } from 'commander';
import { count, given, guarded, interruptible, number, readBaseline, several } from './helpers.js';
import { effects } from '../engine/cost.js';
import { discover } from '../targets/discover.js';
import { select } from '../engine/filter.js';
import { planOf } from '../engine/plan.js';
import { runServer } from '../engine/run-server.js';
import { caseLine, consoleReport, wireText } from '../report/console.js';
import { githubAnnotations } from '../report/github.js';
import { planText } from '../report/plan.js';
import { parseOutputs, writeReports } from '../report/write.js';
import { loadRequirements } from '../requirements/load.js';
import { serverCases } from '../suites/server/index.js';
import { version } from '../../src/contract/version.js';

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
  allow: ((typeof effects)[number] | 'spend')[];
  maxCost?: number;
  maxJobs?: number;
  deadline?: number;
  concurrency?: number;
  repeat: number;
  traces?: true;
  quiet?: true;
  /** Print what went over the wire. */
  wire?: true;
}

/** Adds `server` to the command `conformance`. */
export function registerServer(conformance: Command): void {
  conformance
    .command('server')
    .description('judge a server: a stand-in, or the service itself')
    .requiredOption('--url <url>', 'base URL, e.g. http://127.0.0.1:8787')
    .addOption(new Option('--key <key>', 'key of the service').env('DECART_API_KEY'))
    .option('--name <name>', 'name of the target in baselines and reports')
    .option('--filter <pattern>', 'cases to run, e.g. "queue.**" or @file; repeatable', several, [])
    .option('--tag <tag>', 'cases with a tag; repeatable', several, [])
    .option('--requirement <id>', 'cases that check a requirement; repeatable', several, [])
    .option('--baseline <file>', 'failures that are known, with reasons')
    .option(
      '--report <format=path>',
      'json, html, junit, md or badge; repeatable or with commas',
      several,
      [],
    )
    .option('--seed <number>', 'same seed, same run', number, 1)
    .option('--plan', 'print what a run would cost and leave behind, and stop')
    .addOption(
      new Option('--allow <effect...>', 'let a run on a billed service do more than read')
        .choices([...effects.slice(1), 'spend'])
        .default([]),
    )
    .option('--max-cost <dollars>', 'stop before the estimated bill passes this', number)
    .option('--max-jobs <count>', 'stop before there are more jobs than this', number)
    .option('--deadline <seconds>', 'stop starting cases after this long', number)
    .option('--concurrency <count>', 'cases at a time', count)
    .option('--repeat <count>', 'run every case this often; unsteady ones are flaky', count, 1)
    .option('--traces', 'keep the wire traces of passing cases too')
    .option('--quiet', 'print the summary only')
    .action((options: JudgeServerOptions) => guarded(() => judgeServer(options)));
}

/** Runs the server suite as asked, writes its reports and sets the exit code. Throws UsageError. */
export async function judgeServer(options: JudgeServerOptions): Promise<void> {
  const outputs = parseOutputs(options.report);
  const baseline = readBaseline(options.baseline);
  const selection = { filter: options.filter, tags: options.tag, requirementIds: options.requirement };
  const chosen = select(serverCases, selection);
  if (options.plan) {
    console.log(planText(planOf(chosen, options.repeat), chosen));
    return;
  }
  const requirements = loadRequirements();
  const target = await discover(given({ url: options.url, key: options.key, name: options.name }));
  const { value: run, code } = await interruptible((interrupted) =>
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
        if (!options.quiet) console.log(caseLine(result));
      },
      ...given({
        maxUsd: options.maxCost,
        maxJobs: options.maxJobs,
        deadlineMs: options.deadline === undefined ? undefined : options.deadline * 1000,
        concurrency: options.concurrency,
      }),
    }),
  );
  if (options.wire) for (const result of run.results) console.log(wireText(result));
  console.log(consoleReport(run));
  if (process.env['GITHUB_ACTIONS'] === 'true') for (const line of githubAnnotations(run)) console.log(line);
  process.exitCode = code ?? run.exitCode;
  writeReports(run, requirements, outputs);
}
