import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { UsageError } from '../core/filter.js';
import type { Requirements } from '../core/requirement.js';
import type { Run } from '../core/run.js';
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
type Format = keyof typeof formats;

export interface Output {
  format: Format;
  path: string;
}

/** Reads `json=a.json,html=b.html`. Throws UsageError for another form. */
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
      return { format: format as Format, path: path.join('=') };
    });
}

/** Writes each report to its file, making the folder. */
export function writeReports(run: Run, requirements: Requirements, outputs: readonly Output[]): void {
  for (const { format, path } of outputs) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, formats[format](run, requirements));
  }
}
