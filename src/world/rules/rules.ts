import type { Random } from '../random/random.js';
import type { TextShare } from '../text/text-budget.js';
import { valueBytes } from '../text/value-bytes.js';
import { FiredPrompts } from './fired-prompts.js';
import { matches } from './match.js';
import type { Operation } from './operations.js';
import { parseRule } from './parse-rule.js';
import { ruleIdProblem } from './rule-ids.js';
import {
  effectsOf,
  noDecision,
  type CallFacts,
  type Decision,
  type NamedRule,
  type Rule,
  type RuleInput,
  type RulesState,
} from './types.js';
import { isDue } from './when.js';

/** The account's rules, applied in the order in which they were added. */
export class Rules {
  readonly firedPrompts = new FiredPrompts();
  readonly #rules = new Map<string, Rule>();
  /** What each rule takes of `text`. */
  readonly #bytes = new WeakMap<Rule, number>();
  #count = 0;

  constructor(
    readonly random: Random,
    readonly max: number,
    /** What the rules beside those of `begin` are charged to. */
    readonly text?: TextShare,
    /** Called with the id of every rule that fires. */
    readonly onFire?: (id: string) => void,
  ) {}

  /** @throws TypeError for an invalid rule; RangeError when there are too many, or the id is taken; ApiError text_full */
  add(given: RuleInput): Rule {
    const spec = parseRule(given);
    const problem = ruleIdProblem(spec.id);
    if (problem !== undefined) throw new TypeError(problem);
    if (this.#rules.size >= this.max)
      throw new RangeError(`An account holds at most ${this.max} rules; remove some first.`);
    const id = spec.id ?? this.#freeId();
    if (this.#rules.has(id))
      throw new RangeError(`There is a rule "${id}" already; remove it first or choose another id.`);
    const bytes = valueBytes(spec);
    this.text?.take(bytes);
    return this.#put({ ...spec, id, matched: 0, fired: 0 }, bytes);
  }

  /** Adds the rules with which the account starts. They were checked before, and may exceed `max`. */
  begin(rules: readonly NamedRule[]): void {
    for (const rule of rules) this.#put({ ...rule, matched: 0, fired: 0 });
    this.#count = rules.length;
  }

  #put(rule: Rule, bytes = 0): Rule {
    this.#rules.set(rule.id, rule);
    this.#bytes.set(rule, bytes);
    return rule;
  }

  #freeId(): string {
    const id = `rule-${++this.#count}`;
    return this.#rules.has(id) ? this.#freeId() : id;
  }

  list(): readonly Rule[] {
    return [...this.#rules.values()];
  }

  remove(id: string): boolean {
    const rule = this.#rules.get(id);
    if (rule) this.text?.give(this.#bytes.get(rule) ?? 0);
    return this.#rules.delete(id);
  }

  clear(): void {
    for (const id of this.#rules.keys()) this.remove(id);
  }

  /** Rules that never fired: most often a typo in `match`. */
  unused(): readonly Rule[] {
    return this.list().filter(({ fired }) => fired === 0);
  }

  /** For a snapshot. */
  save(): RulesState {
    return {
      named: this.#count,
      rules: this.list().map((rule) => ({ ...rule })),
      firedPrompts: this.firedPrompts.save(),
    };
  }

  /** @throws ApiError text_full */
  load({ named, rules, firedPrompts = [] }: RulesState): void {
    this.firedPrompts.load(firedPrompts);
    this.#count = named;
    this.clear();
    for (const rule of rules) {
      const bytes = valueBytes(rule);
      this.text?.take(bytes);
      this.#put({ ...rule }, bytes);
    }
  }

  /** Counts the call in every rule that matches it, and returns what fires. */
  decide(operation: Operation, facts: CallFacts = {}): Decision {
    if (this.#rules.size === 0) return noDecision;
    const fired: Rule[] = [];
    // Runs on every request, so without a copy of the list.
    for (const rule of this.#rules.values()) {
      if (rule.operation !== operation || !matches(rule.match, facts)) continue;
      rule.matched++;
      if (!isDue(rule.when, rule.matched, this.random)) continue;
      rule.fired++;
      this.onFire?.(rule.id);
      fired.push(rule);
    }
    if (fired.length === 0) return noDecision;
    return { effects: fired.flatMap(effectsOf), rules: fired.map((rule) => rule.id) };
  }
}
