import type { EntryFilter } from '../contract/control-types.js';
import { errorTable } from '../contract/errors.js';
import { didYouMean } from '../world/rules/nearest.js';
import { journalOperations } from '../world/rules/operations.js';
import { ControlError } from './errors.js';

/** The problem of a filter's field; undefined when it is valid. */
type FieldCheck = (value: unknown, field: string) => string | undefined;

const oneOf =
  (names: readonly string[]): FieldCheck =>
  (value, field) =>
    names.includes(value as string)
      ? undefined
      : `Unknown ${field} ${JSON.stringify(value)}${didYouMean(value, names)}`;

const text: FieldCheck = (value, field) =>
  typeof value === 'string'
    ? undefined
    : `"${field}" of a filter must be text, not ${JSON.stringify(value)}.`;

const whole: FieldCheck = (value, field) =>
  Number.isInteger(value)
    ? undefined
    : `"${field}" of a filter must be a whole number, not ${JSON.stringify(value)}.`;

const operation: FieldCheck = (value, field) =>
  typeof value === 'string' &&
  value.endsWith('*') &&
  journalOperations.some((name) => name.startsWith(value.slice(0, -1)))
    ? undefined
    : oneOf(journalOperations)(value, field);

const checks: Readonly<Record<keyof EntryFilter, FieldCheck>> = {
  kind: oneOf(['http', 'ws', 'world']),
  operation,
  method: oneOf(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']),
  path: text,
  status: whole,
  error: oneOf(Object.keys(errorTable)),
  jobId: text,
  sessionId: text,
  model: text,
  afterSeq: whole,
};

const fields = Object.keys(checks) as (keyof EntryFilter)[];

/**
 * Checks a filter. One that can never match would count 0, and a test that expects 0 would pass.
 * @throws ControlError bad_input for an unknown field, operation, error and the like
 */
export function checkFilter(filter: EntryFilter): EntryFilter {
  for (const [name, value] of Object.entries(filter)) {
    if (value === undefined) continue;
    const field = fields.find((one) => one === name);
    const problem = field
      ? checks[field](value, name)
      : `A filter has no "${name}"${didYouMean(name, fields)}`;
    if (problem !== undefined) throw new ControlError('bad_input', problem);
  }
  return filter;
}
