import type { Random } from '../random/random.js';
import type { Effect } from './effects.js';
import type { Operation } from './operations.js';
import { ruleIdProblem } from './default-rules.js';
import { parseRule } from './parse.js';
import type { RuleInput } from './rule-input.js';

/** When a rule that matches fires; counted per rule, starting at 1. Nothing given: every time. */
export interface When {
  readonly first?: number;
  readonly nth?: number;
  readonly every?: number;
  readonly after?: number;
  /** 0 to 1, drawn from the account's seed. */
  readonly probability?: number;
}

/** What the call must look like; all given fields must match. */
export interface Match {
  readonly model?: string;
  /** A part of the prompt, case-sensitive. */
  readonly prompt?: string;
  readonly jobId?: string;
}

export interface RuleSpec {
  readonly id?: string;
  readonly operation: Operation;
  readonly match?: Match;
  readonly when?: When;
  readonly effect: Effect;
}

/** A rule that has its id. */
export interface NamedRule extends RuleSpec {
  readonly id: string;
}

export interface Rule extends NamedRule {
  /** How often a call matched, and how often the rule then fired. */
  matched: number;
  fired: number;
}

/** What is known of a call when its rules are asked. */
export interface CallFacts {
  readonly model?: string | undefined;
  readonly prompt?: string | undefined;
  readonly jobId?: string | undefined;
}

export interface Decision {
  readonly effects: readonly Effect[];
  /** Ids of the rules that fired. */
  readonly rules: readonly string[];
}

export interface RulesState {
  readonly named: number;
  readonly rules: readonly Rule[];
}

export const noDecision: Decision = { effects: [], rules: [] };

const fits = (match: Match | undefined, facts: CallFacts): boolean =>
  match === undefined ||
  ((match.model === undefined || match.model === facts.model) &&
    (match.prompt === undefined || (facts.prompt ?? '').includes(match.prompt)) &&
    (match.jobId === undefined || match.jobId === facts.jobId));

function isDue(when: When | undefined, count: number, random: Random): boolean {
  if (!when) return true;
  if (when.first !== undefined && count > when.first) return false;
  if (when.nth !== undefined && count !== when.nth) return false;
  if (when.every !== undefined && count % when.every !== 0) return false;
  if (when.after !== undefined && count <= when.after) return false;
  return when.probability === undefined || random.next() < when.probability;
}

/** The account's rules, asked in the order in which they were added. */
export class Rules {
  readonly #rules = new Map<string, Rule>();
  #count = 0;

  constructor(
    readonly random: Random,
    readonly max: number,
    /** Told of the id of every rule that fires. */
    readonly onFire?: (id: string) => void,
  ) {}

  /** @throws TypeError for what is no rule; RangeError when there are too many, or the id is taken. */
  add(given: RuleInput): Rule {
    const spec = parseRule(given);
    const wrong = ruleIdProblem(spec.id);
    if (wrong !== undefined) throw new TypeError(wrong);
    if (this.#rules.size >= this.max)
      throw new RangeError(`An account holds at most ${this.max} rules; clear some first.`);
    const id = spec.id ?? this.#freeId();
    if (this.#rules.has(id))
      throw new RangeError(`There is a rule "${id}" already; remove it first or choose another id.`);
    return this.#put({ ...spec, id });
  }

  /** What the account is born with, which was checked before; it may be more than can be added. */
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

  /** Those that were never fired: most often a typo in what they match. */
  unused(): readonly Rule[] {
    return this.list().filter(({ fired }) => fired === 0);
  }

  /** For a snapshot. `named` counts the ids given out. */
  save(): RulesState {
    return { named: this.#count, rules: this.list().map((rule) => ({ ...rule })) };
  }

  load({ named, rules }: RulesState): void {
    this.#count = named;
    this.#rules.clear();
    for (const rule of rules) this.#rules.set(rule.id, { ...rule });
  }

  /** Counts the call against every rule that matches it, and says which fire. */
  decide(operation: Operation, facts: CallFacts = {}): Decision {
    if (this.#rules.size === 0) return noDecision;
    const fired: Rule[] = [];
    // Asked on every request, so without a copy of the list.
    for (const rule of this.#rules.values()) {
      if (rule.operation !== operation || !fits(rule.match, facts)) continue;
      rule.matched++;
      if (!isDue(rule.when, rule.matched, this.random)) continue;
      rule.fired++;
      this.onFire?.(rule.id);
      fired.push(rule);
    }
    if (fired.length === 0) return noDecision;
    return { effects: fired.map((rule) => rule.effect), rules: fired.map((rule) => rule.id) };
  }
}
