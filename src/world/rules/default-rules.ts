import { MAGIC_KEY } from './magic.js';
import { parseRule } from './parse.js';
import type { NamedRule, RuleSpec } from './rules.js';
import type { RuleInput } from './rule-input.js';

/** Why a rule cannot be called this; undefined when it can. */
export const ruleIdProblem = (id: string | undefined): string | undefined =>
  id?.startsWith(MAGIC_KEY) ? `The id "${id}" is kept for what magic keys do; choose another.` : undefined;

/** What is wrong with the ids in a list of rules: the place of each one that does not fit, and a sentence. */
export function ruleIdProblems(rules: readonly RuleSpec[]): readonly { at: number; message: string }[] {
  const takenAt = new Map<string, number>();
  return rules.flatMap(({ id }, at) => {
    if (id === undefined) return [];
    const first = takenAt.get(id);
    if (first === undefined) takenAt.set(id, at);
    const message = first === undefined ? ruleIdProblem(id) : `The id "${id}" is taken by rules[${first}].`;
    return message === undefined ? [] : [{ at, message }];
  });
}

/**
 * The rules of the settings, which every account is born with, each with its id.
 * @throws TypeError for what is no rule; RangeError for ids that clash, and more rules than an account holds
 */
export function defaultRules(given: readonly RuleInput[], max: number): readonly NamedRule[] {
  if (given.length > max)
    throw new RangeError(
      `There are ${given.length} rules, and an account holds at most ${max}: raise the limit "rulesPerAccount".`,
    );
  const rules = given.map(parseRule);
  const [clash] = ruleIdProblems(rules);
  if (clash) throw new RangeError(`rules[${clash.at}]: ${clash.message}`);
  const taken = new Set(rules.map(({ id }) => id));
  let last = rules.length;
  /** By the place in the list, from 1 on; where that is somebody's name, behind all of them. */
  const freeId = (count: number): string => (taken.has(`rule-${count}`) ? freeId(++last) : `rule-${count}`);
  return rules.map((rule, at) => ({ ...rule, id: rule.id ?? freeId(at + 1) }));
}
