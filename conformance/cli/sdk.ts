import { InvalidArgumentError, Option, type Command } from 'commander';
import { checkAdapter, checkText } from '../adapters/check.js';
import { AdapterUnusable } from '../adapters/adapter-errors.js';
import { dialIn } from '../adapters/dial.js';
import { startDialling } from '../adapters/dialling-program.js';
import { adapterCommand, shippedText, type Argv } from '../adapters/shipped.js';
import { warnIfSilent } from '../adapters/warn-if-silent.js';
import { stdio } from '../adapters/stdio.js';
import type { OpenTransport } from '../adapters/transport.js';
import { count, given, guarded, interruptible, number, readBaseline, several } from './helpers.js';
import { discover } from '../targets/discover.js';
import { exitCodes } from '../engine/exit-code.js';
import { UsageError } from '../engine/filter.js';
import { redact } from '../engine/redact.js';
import { quote } from '../traffic/request-body.js';
import { families, installSdk, type Family } from '../matrix/install.js';
import { caseLine, consoleReport } from '../report/console.js';
import { githubAnnotations } from '../report/github.js';
import { sdkLine } from '../report/summary.js';
import { parseOutputs, writeReports } from '../report/write.js';
import { loadRequirements } from '../requirements/load.js';
import { sdkCases } from '../suites/sdk/index.js';
import { launchMock } from '../targets/launch-mock.js';
import { runSdk } from '../suites/sdk/run.js';
import { version } from '../../src/contract/version.js';

interface AdapterOptions {
  adapter?: string;
  dial?: true;
  sdk?: Family;
  sdkVersion: string;
}

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

/** Adds `sdk` and `adapter check` to the command `conformance`. */
export function registerSdk(conformance: Command): void {
  withAdapter(conformance.command('sdk').description('judge an SDK through an adapter that drives it'))
    .option('--url <url>', 'target to drive the SDK against; a stand-in is started when absent')
    .addOption(new Option('--key <key>', 'key of the service').env('DECART_API_KEY'))
    .option('--as-of <date>', 'the date whose models the started stand-in serves, like 2026-05-31')
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
    .option('--concurrency <count>', 'cases at a time', count)
    .option('--deadline <seconds>', 'stop starting cases after this long', number)
    .option('--traces', 'keep the wire traces of passing cases too')
    .option('--quiet', 'print the summary only')
    .action((options: SdkOptions) => guarded(() => judge(options)));

  const adapter = conformance.command('adapter').description('work with adapters');
  adapter
    .command('list')
    .description('tell the adapters of this package, what they need, and where they lie')
    .action(() => console.log(shippedText()));
  withAdapter(
    adapter
      .command('check')
      .description('put an adapter to the test; it must be green before a verdict counts'),
  ).action((options: AdapterOptions) =>
    guarded(async () => {
      const adapter = await adapterOf(options);
      try {
        const report = await checkAdapter(adapter.open);
        console.log(checkText(report));
        process.exitCode = report.ok ? exitCodes.clean : exitCodes.harness;
      } finally {
        await adapter.close();
      }
    }),
  );
}

function withAdapter(command: Command): Command {
  return command
    .option(
      '--adapter <command>',
      'js, browser, python or reference of this package, or a command like "python adapter.py"; no shell is used',
    )
    .option(
      '--dial',
      'wait for an adapter that connects to KIT_ADAPTER_URL; --adapter, if given, is started with it',
    )
    .addOption(
      new Option('--sdk <family>', 'fetch a published SDK and use its own adapter').choices(families),
    )
    .addOption(
      new Option('--sdk-version <version>', 'which version of it')
        .default('latest')
        .argParser((value: string) => {
          if (/^(latest|\d+\.\d+\.\d+[\w.-]*)$/.test(value)) return value;
          throw new InvalidArgumentError('It must be like 0.1.20, or latest.');
        }),
    );
}

async function judge(options: SdkOptions): Promise<void> {
  const outputs = parseOutputs(options.report);
  const baseline = readBaseline(options.baseline);
  if (options.url !== undefined && options.asOf !== undefined)
    throw new UsageError('--as-of is for the stand-in that is started; with --url, set the date there.');
  const requirements = loadRequirements();
  const adapter = await adapterOf(options);
  const mock =
    options.url === undefined
      ? await launchMock(given({ seed: options.seed, asOf: options.asOf }))
      : undefined;
  try {
    const target = await discover(given({ url: mock?.url ?? options.url ?? '', key: options.key }));
    const { value: run, code } = await interruptible((interrupted) =>
      runSdk(sdkCases, target, {
        command: commandOf(options),
        requirements,
        interrupted,
        adapter: adapter.open,
        version: version(),
        seed: options.seed,
        filter: options.filter,
        tags: options.tag,
        requirementIds: options.requirement,
        baseline,
        keepTraces: options.traces === true,
        onWelcome: ({ sdk, adapter: { name, version } }) =>
          console.log(sdkLine({ ...sdk, adapter: `${name} ${version}` })),
        onResult: (result) => {
          if (!options.quiet) console.log(caseLine(result));
        },
        ...given({
          concurrency: options.concurrency,
          deadlineMs: options.deadline === undefined ? undefined : options.deadline * 1000,
        }),
      }),
    );
    console.log(consoleReport(run));
    if (process.env['GITHUB_ACTIONS'] === 'true')
      for (const line of githubAnnotations(run)) console.log(line);
    process.exitCode = code ?? run.exitCode;
    writeReports(run, requirements, outputs);
  } catch (fault) {
    if (!(fault instanceof AdapterUnusable)) throw fault;
    console.error(`The adapter cannot be used: ${fault.message}`);
    process.exitCode = exitCodes.harness;
  } finally {
    await mock?.stop();
    await adapter.close();
  }
}

/** The command with what it says of adapter and target: for a replay, which chooses its own cases. */
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

interface Adapter {
  open: OpenTransport;
  close(): Promise<void>;
}

async function adapterOf({ adapter, dial, sdk, sdkVersion }: AdapterOptions): Promise<Adapter> {
  if ((adapter === undefined && !dial) === (sdk === undefined))
    throw new UsageError('Name one adapter: --adapter <name or command>, --dial, or --sdk js|python.');
  if (sdk !== undefined) return overStdio((await installSdk(sdk, sdkVersion)).adapter);
  const command = adapter === undefined ? undefined : adapterCommand(adapter);
  if (command && !dial && !command.dials) return overStdio(command.argv);
  const place = await dialIn((url, onNoise) => {
    if (command === undefined) console.log(`Waiting for an adapter at KIT_ADAPTER_URL=${url}`);
    else return startDialling(command.argv, url, onNoise);
  });
  return { open: place.open, close: () => place.close() };
}

const overStdio = (argv: Argv): Adapter => ({
  open: warnIfSilent(stdio(argv), (line) => console.error(line)),
  close: async () => undefined,
});
