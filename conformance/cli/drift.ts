import { styleText } from 'node:util';
import { Option, type Command } from 'commander';
import { exitCodes } from '../engine/exit-code.js';
import { UsageError } from '../engine/filter.js';
import { runServer } from '../engine/run-server.js';
import type { CaseResult } from '../engine/case-result.js';
import { loadRequirements } from '../requirements/load.js';
import { serverCases } from '../suites/server/index.js';
import { version } from '../../src/contract/version.js';
import { compareDocuments } from '../drift/compare.js';
import { severities, type Severity } from '../drift/difference.js';
import { compareRuns, type LiveDifference } from '../drift/live.js';
import { driftPage, driftReport, grouped, type DriftReport } from '../drift/page.js';
import { ownDocument, readDocument } from '../drift/read-document.js';
import { discover } from '../targets/discover.js';
import type { CommandIo } from './command-io.js';
import { writeText } from './files.js';
import { allowOption, given, keyOption, number, several, type Allowed } from './options.js';
import { runCommand } from './run-command.js';

interface DriftOptions {
  openapi?: string;
  ours?: string;
  live?: true;
  mock?: string;
  target?: string;
  key?: string;
  filter: string[];
  allow: Allowed[];
  maxCost?: number;
  json?: string;
  md?: string;
  failOn: Severity;
}

const colours = { breaking: 'red', risky: 'yellow', info: 'gray' } as const;

/** Adds `drift` to a program: compares a served document with the contract, or two servers with each other. */
export function registerDrift(program: Command, io: CommandIo): void {
  program
    .command('drift')
    .description('compare a served OpenAPI document with the contract, or two servers with each other')
    .argument('[document]', 'the document to compare with openapi.yaml: URL or file')
    .option('--openapi <url or file>', 'the same as the argument')
    .option('--ours <file>', 'contract to compare with; default openapi.yaml of this package')
    .option('--live', 'run the same cases on two servers and compare their answers')
    .option('--mock <url>', 'with --live: the mock server')
    .option('--target <url>', 'with --live: the other server')
    .addOption(keyOption('with --live: key of the other server'))
    .option('--filter <pattern>', 'with --live: cases to run; repeatable', several, [])
    .addOption(allowOption('with --live: what a run on a billed service may do besides reading'))
    .option('--max-cost <dollars>', 'with --live: stop before the estimated bill exceeds this', number)
    .option('--json <file>', 'write the differences as JSON')
    .option('--md <file>', 'write the differences as Markdown')
    .addOption(
      new Option('--fail-on <severity>', 'lowest severity that counts as drift')
        .choices(severities)
        .default('risky'),
    )
    .action((document: string | undefined, options: DriftOptions) =>
      runCommand(io, () => {
        const all = withDocument(document, options);
        return all.live ? live(io, all) : documents(io, all);
      }),
    );
}

function withDocument(document: string | undefined, options: DriftOptions): DriftOptions {
  if (document === undefined) return options;
  if (options.live)
    throw new UsageError(
      `--live compares servers: name them with --mock and --target instead of "${document}".`,
    );
  if (options.openapi !== undefined)
    throw new UsageError(
      `Two documents are named, "${document}" and --openapi ${options.openapi}. Name one.`,
    );
  return { ...options, openapi: document };
}

async function documents(io: CommandIo, options: DriftOptions): Promise<void> {
  const { openapi, ours } = options;
  if (openapi === undefined)
    throw new UsageError('Name a document, a URL or a file, or compare servers with --live.');
  const mine = ours === undefined ? await ownDocument() : await readDocument(ours);
  const differences = compareDocuments(mine, await readDocument(openapi));
  const date = new Date().toISOString().slice(0, 10);
  const report = driftReport(ours ?? 'openapi.yaml', openapi, date, differences);
  write(options.json, `${JSON.stringify(report, null, 2)}\n`);
  write(options.md, driftPage(report));
  io.out(consoleText(report));
  const lowest = severities.indexOf(options.failOn);
  const drifted = differences.some(({ severity }) => severities.indexOf(severity) >= lowest);
  io.exitCode = drifted ? exitCodes.failures : exitCodes.clean;
}

function consoleText({ ours, theirs, counts, differences }: DriftReport): string {
  const rows = grouped(differences.filter(({ severity }) => severity !== 'info'));
  return [
    ...rows.map(({ severity, kind, change, place, operations, ours: before, theirs: after }) => {
      const where =
        operations.length > 1 ? `${operations[0] ?? ''} and ${operations.length - 1} more` : operations[0];
      const values =
        before === undefined && after === undefined
          ? ''
          : `: ${before ?? 'nothing'} -> ${after ?? 'nothing'}`;
      return `${styleText(colours[severity], severity.padEnd(8))} ${kind} ${change} ${where ?? ''} ${place}${values}`;
    }),
    `${theirs} against ${ours}: ${counts.breaking} breaking, ${counts.risky} risky, ${counts.info} for information`,
  ].join('\n');
}

async function live(io: CommandIo, options: DriftOptions): Promise<void> {
  const { mock, target, key } = options;
  if (mock === undefined || target === undefined)
    throw new UsageError('Name both servers: --live --mock <url> --target <url>.');
  const ours = await resultsOf(mock, undefined, options);
  const theirs = await resultsOf(target, key, options);
  const differences = compareRuns(ours, theirs);
  const compared = ours.filter(({ verdict }, n) =>
    [verdict, theirs[n]?.verdict].every((each) => each !== 'not-applicable'),
  );
  write(
    options.json,
    `${JSON.stringify({ ours: mock, theirs: target, cases: compared.length, differences }, null, 2)}\n`,
  );
  write(options.md, livePage(mock, target, compared.length, differences));
  for (const each of differences)
    io.out(
      `${styleText('yellow', each.class.padEnd(8))} ${each.case} ${each.place}: ${each.ours} -> ${each.theirs}`,
    );
  io.out(`${compared.length} cases on both servers, ${differences.length} differences`);
  if (compared.length === 0)
    throw new UsageError('No case could run on both servers, so nothing is compared. See --allow.');
  io.exitCode = differences.length > 0 ? exitCodes.failures : exitCodes.clean;
}

async function resultsOf(
  url: string,
  key: string | undefined,
  options: DriftOptions,
): Promise<readonly CaseResult[]> {
  const target = await discover({ url, ...given({ key }) });
  const run = await runServer(
    serverCases.filter(({ tags }) => !tags.includes('model-based')),
    target,
    {
      requirements: loadRequirements(),
      version: version(),
      seed: 1,
      keepTraces: true,
      filter: options.filter,
      allow: options.allow,
      ...given({ maxUsd: options.maxCost }),
    },
  );
  return run.results;
}

function livePage(
  ours: string,
  theirs: string,
  cases: number,
  differences: readonly LiveDifference[],
): string {
  const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ').replaceAll('<', '&lt;');
  return [
    `# Drift: ${theirs} against ${ours}`,
    '',
    `${cases} cases on both, ${differences.length} differences.`,
    '',
    '| class | case | where | ours | theirs |',
    '| --- | --- | --- | --- | --- |',
    ...differences.map(
      (each) =>
        `| ${each.class} | ${each.case} | ${cell(each.place)} | ${cell(each.ours)} | ${cell(each.theirs)} |`,
    ),
    '',
  ].join('\n');
}

function write(file: string | undefined, text: string): void {
  if (file === undefined) return;
  writeText(file, text);
}
