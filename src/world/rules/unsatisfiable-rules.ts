import { operations, type Operation } from './operations.js';
import type { Match, When } from './rules.js';

/** Rules that are well-formed and could never fire. */

/** Which operations tell what a rule may match on. */
const told: Readonly<Record<keyof Match, RegExp>> = {
  model: /^(?:jobs\.|process$|sessions\.create$|realtime\.)/,
  prompt: /^(?:jobs\.|process$|realtime\.(?!connect$))/,
  jobId: /^jobs\.(?!submit$)/,
};

/** A sentence for each field of a match that the operation never has. */
export const unmatchableFields = (
  operation: Operation,
  match: Readonly<Record<string, unknown>>,
): readonly string[] =>
  (Object.keys(told) as (keyof Match)[])
    .filter((field) => match[field] !== undefined && !told[field].test(operation))
    .map((field) => {
      const [last, ...others] = operations.filter((one) => told[field].test(one)).reverse();
      const those = `${others.reverse().join(', ')} and ${last}`;
      return `A call of ${operation} has no "${field}" to match; ${those} have`;
    });

/** Whether no call can be the one that is asked for. `first: 0` is meant so: a test's count may go down to none. */
export function isUnsatisfiable({ first = Infinity, nth, every = 1, after = 0 }: When): boolean {
  if (first === 0) return false;
  const earliest = nth ?? (Math.floor(after / every) + 1) * every;
  return earliest > first || earliest <= after || earliest % every !== 0;
}
