import type { Random } from '../random/random.js';
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
  #count = 0;

  constructor(
    readonly random: Random,
    readonly max: number,
    /** Called with the id of every rule that fires. */
    readonly onFire?: (id: string) => void,
  ) {}

  /** @throws TypeError for an invalid rule; RangeError when there are too many, or the id is taken. */
  add(given: RuleInput): Rule {
    const spec = parseRule(given);
    const problem = ruleIdProblem(spec.id);
    if (problem !== undefined) throw new TypeError(problem);
    if (this.#rules.size >= this.max)
      throw new RangeError(`An account holds at most ${this.max} rules; remove some first.`);
    const id = spec.id ?? this.#freeId();
    if (this.#rules.has(id))
      throw new RangeError(`There is a rule "${id}" already; remove it first or choose another id.`);
    return this.#put({ ...spec, id });
  }

  /** Adds the rules with which the account starts. They were checked before, and may exceed `max`. */
  begin(rules: readonly NamedRule[]): void {
    for (const rule of rules) this.#put(rule);
    this.#count = rules.length;
  }

  #put(spec: NamedRule): Rule {
    const rule: Rule = { ...spec, matched: 0, fired: 0 };
    this.#rules.set(rule.id, rule);
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
    return this.#rules.delete(id);
  }

  clear(): void {
    this.#rules.clear();
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

  load({ named, rules, firedPrompts = [] }: RulesState): void {
    this.firedPrompts.load(firedPrompts);
    this.#count = named;
    this.#rules.clear();
    for (const rule of rules) this.#rules.set(rule.id, { ...rule });
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
