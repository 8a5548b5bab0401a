import type { Command } from 'commander';
import { version } from '../../src/contract/version.js';
import { AdapterUnusable } from '../adapters/adapter-errors.js';
import type { OpenTransport } from '../adapters/transport.js';
import { exitCodes } from '../engine/exit-code.js';
import { UsageError } from '../engine/filter.js';
import { redact } from '../engine/redact.js';
import type { Requirements } from '../engine/requirement.js';
import { caseLine } from '../report/console.js';
import { sdkLine } from '../report/summary.js';
import { parseOutputs } from '../report/write.js';
import { loadRequirements } from '../requirements/load.js';
import { sdkCases } from '../suites/sdk/index.js';
import { runSdk, type SdkRunOptions } from '../suites/sdk/run.js';
import { discover } from '../targets/discover.js';
import { launchMock } from '../targets/launch-mock.js';
import { quote } from '../traffic/request-body.js';
import { chosenAdapter, withAdapter, type AdapterOptions } from './adapter-option.js';
import type { CommandIo } from './command-io.js';
import { readBaseline } from './files.js';
import { count, given, keyOption, number, several } from './options.js';
import { publish } from './publish.js';
import { interruptible, runCommand } from './run-command.js';

interface SdkOptions extends AdapterOptions {
  url?: string;
  key?: string;
  asOf?: string;
  filter: string[];
  tag: string[];
  requirement: string[];
  baseline?: string;
  report: string[];
  seed: number;
  concurrency?: number;
  deadline?: number;
  traces?: true;
  quiet?: true;
}

/** Adds `sdk` to the command `conformance`. */
export function registerSdk(conformance: Command, io: CommandIo): void {
  withAdapter(conformance.command('sdk').description('judge an SDK through an adapter that drives it'))
    .option('--url <url>', 'server for the SDK; without it a mock server is started')
    .addOption(keyOption('key of the service'))
    .option('--as-of <date>', 'catalogue date of the started mock server, like 2026-05-31')
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
    .option('--concurrency <count>', 'cases at a time', count)
    .option('--deadline <seconds>', 'stop starting cases after this time', number)
    .option('--traces', 'keep the traces of passing cases too')
    .option('--quiet', 'print the summary only')
    .action((options: SdkOptions) => runCommand(io, () => judge(io, options)));
}

async function judge(io: CommandIo, options: SdkOptions): Promise<void> {
  const outputs = parseOutputs(options.report);
  const baseline = readBaseline(options.baseline);
  if (options.url !== undefined && options.asOf !== undefined)
    throw new UsageError('--as-of is for the mock server that is started; with --url, set the date there.');
  const requirements = loadRequirements();
  const adapter = await chosenAdapter(io, options);
  const mock =
    options.url === undefined
      ? await launchMock(given({ seed: options.seed, asOf: options.asOf }))
      : undefined;
  try {
    const target = await discover(given({ url: mock?.url ?? options.url ?? '', key: options.key }));
    const run = runOptions(io, options, adapter.open, requirements);
    const done = await interruptible(io, (interrupted) =>
      runSdk(sdkCases, target, { ...run, baseline, interrupted }),
    );
    publish(io, done.value, requirements, outputs, done.code);
  } catch (fault) {
    if (!(fault instanceof AdapterUnusable)) throw fault;
    io.err(`The adapter cannot be used: ${fault.message}`);
    io.exitCode = exitCodes.harness;
  } finally {
    await mock?.stop();
    await adapter.close();
  }
}

const runOptions = (
  io: CommandIo,
  options: SdkOptions,
  adapter: OpenTransport,
  requirements: Requirements,
): SdkRunOptions => ({
  command: commandOf(options),
  requirements,
  adapter,
  version: version(),
  seed: options.seed,
  filter: options.filter,
  tags: options.tag,
  requirementIds: options.requirement,
  keepTraces: options.traces === true,
  onWelcome: ({ sdk, adapter: { name, version } }) =>
    io.out(sdkLine({ ...sdk, adapter: `${name} ${version}` })),
  onResult: (result) => {
    if (!options.quiet) io.out(caseLine(result));
  },
  ...given({
    concurrency: options.concurrency,
    deadlineMs: options.deadline === undefined ? undefined : options.deadline * 1000,
  }),
});

/** The command with its options about adapter and target, for a replay, which adds its own cases. */
function commandOf(options: SdkOptions): string {
  const { adapter, dial, sdk, sdkVersion, url, key, asOf } = options;
  const shown = (text: string) => quote(redact(text, key === undefined ? [] : [key]));
  return [
    'npx decart-mock conformance sdk',
    ...(dial ? ['--dial'] : []),
    ...(adapter === undefined ? [] : [`--adapter ${shown(adapter)}`]),
    ...(sdk === undefined ? [] : [`--sdk ${sdk} --sdk-version ${sdkVersion}`]),
    ...(url === undefined ? [] : [`--url ${shown(url)}`]),
    ...(url === undefined || key === undefined ? [] : ['--key "$DECART_API_KEY"']),
    ...(asOf === undefined ? [] : [`--as-of ${shown(asOf)}`]),
  ].join(' ');
}
