import type { Effect, EffectInput } from './effects/effect.js';
import type { Operation } from './operations.js';

/** When a matching rule fires; matching calls are counted per rule, from 1. Nothing given: every time. */
export interface When {
  readonly first?: number;
  readonly nth?: number;
  readonly every?: number;
  readonly after?: number;
  /** 0 to 1, drawn from the account's seed. */
  readonly probability?: number;
}

/** Which calls match; all given fields must. */
export interface Match {
  readonly model?: string;
  /** A part of the prompt, case-sensitive. */
  readonly prompt?: string;
  readonly jobId?: string;
}

/** A rule: injects an effect into the matching calls of an operation. */
export interface RuleSpec {
  readonly id?: string;
  readonly operation: Operation;
  readonly match?: Match;
  readonly when?: When;
  /** Several apply in their order. */
  readonly effect: Effect | readonly Effect[];
}

/** A rule as people write it: times may be text like `5s`. */
export type RuleInput = Omit<RuleSpec, 'effect'> & {
  readonly effect: EffectInput | readonly EffectInput[];
};

/** A rule that has its id. */
export interface NamedRule extends RuleSpec {
  readonly id: string;
}

export interface Rule extends NamedRule {
  /** How many calls matched, and in how many of them the rule fired. */
  matched: number;
  fired: number;
}

/** The effects of a rule, in their order. */
export const effectsOf = ({ effect }: Pick<RuleSpec, 'effect'>): readonly Effect[] => [effect].flat();

/** What is known of a call when its rules are applied. */
export interface CallFacts {
  readonly model?: string | undefined;
  readonly prompt?: string | undefined;
  readonly jobId?: string | undefined;
}

/** What the rules inject into one call. */
export interface Decision {
  readonly effects: readonly Effect[];
  /** Ids of the rules that fired. */
  readonly rules: readonly string[];
}

export const noDecision: Decision = { effects: [], rules: [] };

/** The rules of an account in a snapshot. */
export interface RulesState {
  /** How many ids were assigned. */
  readonly named: number;
  readonly rules: readonly Rule[];
  /** See `FiredPrompts`. Snapshots of earlier versions have none. */
  readonly firedPrompts?: readonly string[];
}
