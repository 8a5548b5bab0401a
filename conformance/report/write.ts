import { accessSync, constants, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { UsageError } from '../engine/filter.js';
import type { Requirements } from '../engine/requirement.js';
import type { Run } from '../engine/run.js';
import { badgeReport } from './badge.js';
import { htmlReport } from './html.js';
import { jsonReport } from './json.js';
import { junitReport } from './junit.js';
import { markdownReport } from './markdown.js';

const formats = {
  json: jsonReport,
  html: htmlReport,
  junit: junitReport,
  md: markdownReport,
  badge: badgeReport,
};
type ReportFormat = keyof typeof formats;

export interface Output {
  format: ReportFormat;
  path: string;
}

/** Reads `json=a.json,html=b.html`. Throws UsageError for another form, and for files that cannot be written. */
export function parseOutputs(values: readonly string[]): Output[] {
  return values
    .flatMap((value) => value.split(','))
    .map((value) => {
      const [format = '', ...path] = value.split('=');
      if (!(format in formats) || path.join('=') === '') {
        throw new UsageError(
          `--report "${value}" is not <format>=<path> with a format of: ${Object.keys(formats).join(', ')}.`,
        );
      }
      const output = { format: format as ReportFormat, path: path.join('=') };
      orRefuse(output, () => assertWritable(output.path));
      return output;
    });
}

/** Writes each report to its file, making the folder. Throws UsageError for those that cannot be written. */
export function writeReports(run: Run, requirements: Requirements, outputs: readonly Output[]): void {
  for (const output of outputs) {
    const { format, path } = output;
    orRefuse(output, () => {
      makeFolder(dirname(path));
      writeFileSync(path, formats[format](run, requirements));
    });
  }
}

/** Known before a run that may take long, and cost money. */
function assertWritable(path: string): void {
  let there = path;
  while (!existsSync(there)) there = dirname(there);
  const isFolder = statSync(there).isDirectory();
  if (isFolder === (there === path)) throw new Error(`${there} is ${isFolder ? 'a' : 'no'} folder`);
  accessSync(there, constants.W_OK);
}

/** One by one: Node's own way goes round for ever where a folder cannot be made, as below /proc. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path);
}

function orRefuse({ path }: Output, action: () => void): void {
  try {
    action();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`The report ${path} cannot be written: ${why}.`, { cause });
  }
}
