import type { Command } from 'commander';
import { Option } from 'commander';
import { version } from '../../src/contract/version.js';
import { shortenedKey } from '../../src/contract/redaction/shortened-key.js';
import { exitCodes } from '../engine/exit-code.js';
import { UsageError } from '../engine/filter.js';
import { parseOutputs, writeReports } from '../report/write.js';
import { consoleReport } from '../report/console.js';
import { loadRequirements } from '../requirements/load.js';
import { judgeTrace } from '../suites/traffic/judge.js';
import { readHar } from '../suites/traffic/read-har.js';
import { readJournal } from '../suites/traffic/read-journal.js';
import type { Trace } from '../suites/traffic/trace.js';
import type { CommandIo } from './command-io.js';
import { readBaseline, readText } from './files.js';
import { given, keyOption, number, several } from './options.js';
import { annotate } from './publish.js';
import { recordTrace } from './record-trace.js';
import { runCommand } from './run-command.js';

interface TrafficOptions {
  target?: string;
  listen: number;
  for?: number;
  har?: string;
  journal?: string;
  key?: string;
  controlToken?: string;
  name?: string;
  baseline?: string;
  strict?: true;
  report: string[];
  quiet?: true;
}

/** Adds `traffic` to the command `conformance`, and `watch`, its former name, which help does not list. */
export function registerTraffic(conformance: Command, io: CommandIo): void {
  const action = (options: TrafficOptions) => runCommand(io, () => judge(io, options));
  withOptions(conformance.command('traffic')).action(action);
  withOptions(conformance.command('watch', { hidden: true })).action(action);
}

const withOptions = (command: Command): Command =>
  command
    .description('judge any client by its traffic: recorded by a proxy, from a HAR file, or from a journal')
    .option('--target <url>', 'record the requests of clients to this server, until Ctrl-C')
    .option('--listen <port>', 'port of the recording proxy', number, 0)
    .option('--for <seconds>', 'stop recording after this time', number)
    .option('--har <file>', 'judge a HAR file, as browsers save it')
    .option('--journal <url>', 'judge the journal of a mock server')
    .addOption(keyOption('account of the journal'))
    .addOption(
      new Option('--control-token <token>', 'token of the mock server for its journal').env(
        'DECART_MOCK_CONTROL_TOKEN',
      ),
    )
    .option('--name <name>', 'name of the client in baselines and reports')
    .option('--baseline <file>', 'known findings, with reasons')
    .option('--strict', 'fail on warnings too')
    .option('--report <format=path>', 'json, html, junit, md or badge; repeatable', several, [])
    .option('--quiet', 'print the summary only');

async function judge(io: CommandIo, options: TrafficOptions): Promise<void> {
  const outputs = parseOutputs(options.report);
  const baseline = readBaseline(options.baseline);
  const requirements = loadRequirements();
  const trace = await traceFrom(io, options);
  const run = judgeTrace(trace, {
    requirements,
    version: version(),
    baseline,
    strict: options.strict === true,
    ...given({ name: options.name }),
  });
  const amount = `${trace.calls.length} calls and ${trace.connections.length} connections`;
  if (run.exitCode === exitCodes.usage && run.problems.length === 0) {
    io.err(
      `Nothing could be judged: the trace of ${trace.source}${owner(options)} has ${amount} of the API.`,
    );
  } else {
    io.out(consoleReport(run));
    io.out(`judged ${amount}`);
  }
  annotate(io, run);
  io.exitCode = run.exitCode;
  writeReports(run, requirements, outputs);
}

/** Whose journal it is: a journal belongs to one account. */
const owner = ({ journal, key = '' }: TrafficOptions): string =>
  journal === undefined ? '' : ` with the key ${shortenedKey(key)}`;

async function traceFrom(io: CommandIo, options: TrafficOptions): Promise<Trace> {
  const { target, har, journal } = options;
  const sources = [target, har, journal].filter((each) => each !== undefined);
  if (sources.length !== 1)
    throw new UsageError('Name one source: --target <url>, --har <file> or --journal <url>.');
  if (har !== undefined) return readHar(readText(har), har);
  if (journal !== undefined) {
    if (options.key === undefined)
      throw new UsageError('A journal belongs to one account: pass its key with --key.');
    return readJournal(journal, options.key, options.controlToken);
  }
  const { listen, quiet = false, for: seconds } = options;
  return recordTrace(io, target ?? '', { listen, quiet, ...given({ seconds }) });
}
