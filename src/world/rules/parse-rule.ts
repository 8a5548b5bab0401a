import { MAX_JSON_DEPTH, nestsDeeper } from '../../contract/validation/json-bounds.js';
import { effectTypes, operationProblems } from './effects/registry.js';
import { effectOrList, record, text } from './field-kinds.js';
import { fieldProblems, isRecord, required, sentence } from './fields.js';
import { matchProblems } from './match.js';
import { didYouMean } from './nearest.js';
import { isOperation, operations } from './operations.js';
import { convertEffects, eachEffect, effectsProblems } from './parse-effect.js';
import type { RuleSpec } from './types.js';
import { whenProblems } from './when.js';

/** Rules as people write them in JSON, YAML or code. */

const ruleFields = {
  id: text,
  operation: required(text),
  match: record,
  when: record,
  effect: required(effectOrList),
} satisfies Record<keyof RuleSpec, unknown>;

/** A snapshot has rules inside of its own lists and objects. */
const MAX_RULE_DEPTH = MAX_JSON_DEPTH - 10;
const TOO_DEEP = `A rule nests at most ${MAX_RULE_DEPTH} lists and objects.`;

export type RuleCheck =
  | { readonly rule: RuleSpec; readonly problems?: never }
  /** A sentence for each problem. */
  | { readonly problems: readonly string[] };

/** Checks a rule and converts its times to ms. */
export function checkRule(written: unknown): RuleCheck {
  if (!isRecord(written)) return { problems: ['A rule is an object with an "operation" and an "effect".'] };
  if (nestsDeeper(written, MAX_RULE_DEPTH)) return { problems: [TOO_DEEP] };
  const value = 'effect' in written ? { ...written, effect: convertEffects(written['effect']) } : written;
  const { operation, match, when, effect }: Record<string, unknown> = value;
  const problems = [
    ...fieldProblems(value, ruleFields, 'rule'),
    ...(isRecord(match) ? matchProblems(match, operation) : []),
    ...(isRecord(when) ? whenProblems(when) : []),
    ...(isRecord(effect) || Array.isArray(effect) ? effectsProblems(effect, asText(operation)) : []),
    ...(typeof operation === 'string' ? targetProblems(operation, effect) : []),
  ];
  return problems.length > 0 ? { problems: problems.map(sentence) } : { rule: value as unknown as RuleSpec };
}

/** A rule from JSON, YAML or code. @throws TypeError with all problems, such as an unknown operation */
export function parseRule(written: unknown): RuleSpec {
  const { problems, ...checked } = checkRule(written);
  if ('rule' in checked) return checked.rule;
  throw new TypeError(problems?.join(' '));
}

function targetProblems(operation: string, effect: unknown): readonly string[] {
  if (!isOperation(operation))
    return [`There is no operation "${operation}"${didYouMean(operation, operations)}`];
  return eachEffect(effect, (one) => {
    if (!isRecord(one)) return [];
    const type = effectTypes.find((known) => known === one['type']);
    return type ? operationProblems({ ...one, type }, operation) : [];
  });
}

const asText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
