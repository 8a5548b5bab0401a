import { text } from './field-kinds.js';
import { fieldProblems } from './fields.js';
import { isOperation, operations, type Operation } from './operations.js';
import type { CallFacts, Match } from './types.js';

/** The operations whose calls have the field. */
const operationsWith: Readonly<Record<keyof Match, RegExp>> = {
  model: /^(?:jobs\.|process$|sessions\.create$|realtime\.)/,
  prompt: /^(?:jobs\.|process$|realtime\.(?!connect$))/,
  jobId: /^jobs\.(?!submit$)/,
};

/** Whether calls of the operation have a prompt. */
export const hasPrompt = (operation: Operation): boolean => operationsWith.prompt.test(operation);

const fieldNames = Object.keys(operationsWith) as (keyof Match)[];
const matchFields = { model: text, prompt: text, jobId: text } satisfies Record<keyof Match, unknown>;

/** Whether a call matches. */
export const matches = (match: Match | undefined, facts: CallFacts): boolean =>
  match === undefined ||
  ((match.model === undefined || match.model === facts.model) &&
    (match.prompt === undefined || (facts.prompt ?? '').includes(match.prompt)) &&
    (match.jobId === undefined || match.jobId === facts.jobId));

/** A sentence for each problem of a rule's `match`, and for each field that calls of the operation do not have. */
export function matchProblems(
  match: Readonly<Record<string, unknown>>,
  operation: unknown,
): readonly string[] {
  const problems = fieldProblems(match, matchFields, '"match" of the rule');
  if (typeof operation !== 'string' || !isOperation(operation)) return problems;
  return [...problems, ...absentFields(match, operation)];
}

const absentFields = (match: Readonly<Record<string, unknown>>, operation: Operation): readonly string[] =>
  fieldNames
    .filter((field) => match[field] !== undefined && !operationsWith[field].test(operation))
    .map((field) => {
      const [last, ...others] = operations.filter((one) => operationsWith[field].test(one)).reverse();
      const present = `${others.reverse().join(', ')} and ${last}`;
      return `A call of ${operation} has no "${field}" to match; calls of ${present} have one`;
    });
