import { styleText } from 'node:util';
import { Option, type Command } from 'commander';
import { listenError } from '../../src/server/listen.js';
import { given, guarded, number, readBaseline, readText, several } from './helpers.js';
import { UsageError } from '../engine/filter.js';
import { consoleReport } from '../report/console.js';
import { githubAnnotations } from '../report/github.js';
import { parseOutputs, writeReports } from '../report/write.js';
import { loadRequirements } from '../requirements/load.js';
import { version } from '../../src/contract/version.js';
import { judgeTrace } from '../suites/traffic/judge.js';
import { readHar } from '../suites/traffic/read-har.js';
import { readJournal } from '../suites/traffic/read-journal.js';
import { record } from '../suites/traffic/record.js';
import type { TracedCall, TracedSocket, Trace } from '../suites/traffic/trace.js';

interface WatchOptions {
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

/** Adds `watch` to the command `conformance`. */
export function registerWatch(conformance: Command): void {
  conformance
    .command('watch')
    .description('judge any client by what it sends: through a recording proxy, a HAR file or a journal')
    .option('--target <url>', 'record what clients send to this server, until Ctrl+C')
    .option('--listen <port>', 'port of the recording proxy', number, 0)
    .option('--for <seconds>', 'stop recording after this long', number)
    .option('--har <file>', 'judge a HAR file, as browsers save it')
    .option('--journal <url>', 'judge the journal of a stand-in')
    .addOption(new Option('--key <key>', 'account whose journal it is').env('DECART_API_KEY'))
    .addOption(
      new Option('--control-token <token>', 'what the stand-in demands of those who ask for a journal').env(
        'DECART_MOCK_CONTROL_TOKEN',
      ),
    )
    .option('--name <name>', 'name of the client in baselines and reports')
    .option('--baseline <file>', 'findings that are known, with reasons')
    .option('--strict', 'warnings stop a release too')
    .option('--report <format=path>', 'json, html, junit, md or badge; repeatable', several, [])
    .option('--quiet', 'print the summary only')
    .action((options: WatchOptions) => guarded(() => watch(options)));
}

async function watch(options: WatchOptions): Promise<void> {
  const outputs = parseOutputs(options.report);
  const baseline = readBaseline(options.baseline);
  const requirements = loadRequirements();
  const trace = await traceFrom(options);
  const run = judgeTrace(trace, {
    requirements,
    version: version(),
    baseline,
    strict: options.strict === true,
    ...given({ name: options.name }),
  });
  const traffic = `${trace.calls.length} calls and ${trace.connections.length} connections`;
  if (run.exitCode === 2 && run.problems.length === 0) {
    console.error(`Nothing could be judged: the trace of ${trace.source} has ${traffic} of the API.`);
  } else {
    console.log(consoleReport(run));
    console.log(`judged ${traffic}`);
  }
  if (process.env['GITHUB_ACTIONS'] === 'true') for (const line of githubAnnotations(run)) console.log(line);
  process.exitCode = run.exitCode;
  writeReports(run, requirements, outputs);
}

async function traceFrom(options: WatchOptions): Promise<Trace> {
  const { target, har, journal } = options;
  const sources = [target, har, journal].filter((each) => each !== undefined);
  if (sources.length !== 1)
    throw new UsageError('Name one source: --target <url>, --har <file> or --journal <url>.');
  if (har !== undefined) return readHar(readText(har), har);
  if (journal !== undefined) {
    if (options.key === undefined)
      throw new UsageError("A journal is one account's: pass its key with --key.");
    return readJournal(journal, options.key, options.controlToken);
  }
  return recorded(target ?? '', options);
}

async function recorded(target: string, { listen, for: seconds, quiet }: WatchOptions): Promise<Trace> {
  if (!URL.canParse(target) || !/^https?:$/.test(new URL(target).protocol)) {
    throw new UsageError(`"${target}" is not an http or https URL. Example: --target http://127.0.0.1:8787`);
  }
  if (!Number.isInteger(listen) || listen > 65_535)
    throw new UsageError(`--listen ${listen} must be a port, from 0 to 65535.`);
  const recording = await record(target, {
    port: listen,
    onCall: (call) => {
      if (!quiet) console.log(callLine(call));
    },
    onConnection: (connection) => {
      if (!quiet) console.log(connectionLine(connection));
    },
  }).catch((cause: unknown) => {
    const why = listenError(cause, '127.0.0.1', listen, '--listen');
    throw why === undefined ? cause : new UsageError(why, { cause });
  });
  console.log(
    `Recording. Point the client at ${recording.url} (realtime: ${recording.url.replace('http', 'ws')}).`,
  );
  console.log(
    seconds === undefined ? 'Ctrl+C ends the recording and judges it.' : `It ends after ${seconds} s.`,
  );
  await ended(seconds);
  await recording.close();
  return recording.trace();
}

/** Ctrl+C, a polite kill, or the time asked for. */
function ended(seconds: number | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = seconds === undefined ? undefined : setTimeout(done, seconds * 1000);
    function done() {
      clearTimeout(timer);
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, done);
      resolve();
    }
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, done);
  });
}

function callLine(call: TracedCall): string {
  const status = styleText(call.status >= 400 || call.status === 0 ? 'yellow' : 'green', String(call.status));
  return `${status} ${call.method} ${call.path} ${styleText('gray', `${call.endedAt - call.at} ms`)}`;
}

function connectionLine({ refused, path, at, endedAt = at, closed }: TracedSocket): string {
  const status = styleText(refused === undefined ? 'green' : 'yellow', String(refused ?? 101));
  const end = closed ? `closed by the ${closed.by} with ${closed.code} after ` : '';
  return `${status} GET ${path.split('?')[0] ?? ''} ${styleText('gray', `${end}${endedAt - at} ms`)}`;
}
