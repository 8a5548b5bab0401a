import { MAGIC_KEY } from './magic-keys.js';
import type { NamedRule, RuleSpec } from './types.js';

/** Why a rule cannot have this id; undefined when it can. */
export const ruleIdProblem = (id: string | undefined): string | undefined =>
  id?.startsWith(MAGIC_KEY) ? `The id "${id}" is reserved for magic keys; choose another.` : undefined;

/** The position of each rule in a list whose id is not valid, with a sentence. */
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

/** The rules with an id each: `rule-` and the position from 1 on, or a number past the end where that is taken. */
export function withIds(rules: readonly RuleSpec[]): readonly NamedRule[] {
  const taken = new Set(rules.map(({ id }) => id));
  let last = rules.length;
  const freeId = (count: number): string => (taken.has(`rule-${count}`) ? freeId(++last) : `rule-${count}`);
  return rules.map((rule, at) => ({ ...rule, id: rule.id ?? freeId(at + 1) }));
}
