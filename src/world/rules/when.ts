import type { Random } from '../random/random.js';
import { probability, whole, wholeFrom1 } from './field-kinds.js';
import { fieldProblems, type FieldKind } from './fields.js';
import type { When } from './types.js';

/** Fields of a rule's `when`, with the calls in which each one lets the rule fire. */
export const whenFields: Readonly<Record<keyof When, FieldKind<number> & { readonly fires: string }>> = {
  first: { ...whole, fires: 'in the first n' },
  nth: { ...wholeFrom1, fires: 'in the nth only' },
  every: { ...wholeFrom1, fires: 'in every nth' },
  after: { ...whole, fires: 'in all but the first n' },
  probability: { ...probability, fires: 'at random, with a probability from 0 to 1, repeatable by the seed' },
};

/** Whether a rule fires in the `count`th matching call. */
export function isDue(when: When | undefined, count: number, random: Random): boolean {
  if (!when) return true;
  if (when.first !== undefined && count > when.first) return false;
  if (when.nth !== undefined && count !== when.nth) return false;
  if (when.every !== undefined && count % when.every !== 0) return false;
  if (when.after !== undefined && count <= when.after) return false;
  return when.probability === undefined || random.next() < when.probability;
}

/** Whether no call satisfies all conditions. `first: 0` is meant so: a test may compute the count. */
function isUnsatisfiable({ first = Infinity, nth, every = 1, after = 0 }: When): boolean {
  if (first === 0) return false;
  const earliest = nth ?? (Math.floor(after / every) + 1) * every;
  return earliest > first || earliest <= after || earliest % every !== 0;
}

/** A sentence for each problem of a rule's `when`. */
export function whenProblems(when: Readonly<Record<string, unknown>>): readonly string[] {
  const problems = fieldProblems(when, whenFields, '"when" of the rule');
  if (problems.length > 0 || !isUnsatisfiable(when)) return problems;
  return [`The "when" of the rule can never match: ${JSON.stringify(when)}`];
}
