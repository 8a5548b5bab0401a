import { parseRule } from './parse-rule.js';
import { ruleIdProblems, withIds } from './rule-ids.js';
import type { NamedRule, RuleInput } from './types.js';

/**
 * The rules of the settings, with which every account starts, each with its id.
 * @throws TypeError for an invalid rule; RangeError for ids that clash, and for more rules than an account holds
 */
export function defaultRules(given: readonly RuleInput[], max: number): readonly NamedRule[] {
  if (given.length > max)
    throw new RangeError(
      `There are ${given.length} rules, and an account holds at most ${max}: raise the limit "rulesPerAccount".`,
    );
  const rules = given.map(parseRule);
  const [clash] = ruleIdProblems(rules);
  if (clash) throw new RangeError(`rules[${clash.at}]: ${clash.message}`);
  return withIds(rules);
}
