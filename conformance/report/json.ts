import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Run } from '../engine/run.js';

/** Address of the schema, as written into each report. */
export const reportSchemaId = 'https://decart-mock.dev/schemas/conformance-report-1.json';

/** The run as JSON, in a fixed order. Throws when it does not fit the published schema. */
export function jsonReport(run: Run): string {
  const report = { $schema: reportSchemaId, ...run };
  const errors = schemaErrors(JSON.parse(JSON.stringify(report)));
  if (errors !== undefined) throw new Error(`The report does not fit its schema: ${errors}`);
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** Reads a JSON report. Throws for other documents. */
export function parseReport(text: string): Run {
  const report = JSON.parse(text) as Run & { $schema?: string };
  const errors = schemaErrors(report);
  if (errors !== undefined) throw new Error(`This is not a report of this kit: ${errors}`);
  delete report.$schema;
  return report;
}

const times = new Set(['durationMs', 'atMs', 'jitterMs', 'date']);
const instants = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)/g;

/** The run without times, so that two runs with one seed are equal. */
export function withoutTimes(report: string): string {
  const still = (name: string, value: unknown): unknown => {
    if (times.has(name)) return 0;
    return typeof value === 'string' ? value.replace(instants, '<instant>') : value;
  };
  return JSON.stringify(JSON.parse(report, still), null, 2);
}

function schemaErrors(report: unknown): string | undefined {
  const file = fileURLToPath(new URL('report.schema.json', import.meta.url));
  const ajv = new Ajv2020({ allErrors: true });
  const validate = ajv.compile(JSON.parse(readFileSync(file, 'utf8')) as object);
  return validate(report) ? undefined : ajv.errorsText(validate.errors, { dataVar: 'report' });
}
