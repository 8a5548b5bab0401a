import { areas, type Area } from '../../engine/requirement.js';
import type { Evidence } from '../../../src/contract/errors.js';
import type { Trace } from './trace.js';

/** A requirement that a client broke. */
export interface TrafficFinding {
  requirement: string;
  /** Number of the call or connection. */
  at: number;
  /** What the client did, with its figures. */
  message: string;
  /** What to do about it. */
  fix: string;
  /** Reported as information, not as a warning, e.g. because the newest official SDK does it too. */
  tolerated?: true;
  /** Weaker evidence than the requirement's own, e.g. that of a retirement date. */
  evidence?: Evidence;
  /** Findings of a requirement with the same `about` are merged into the first; the message by default. */
  about?: string;
  /** Numbers of the other calls or connections with the same finding, in any order. */
  again?: number[];
}

/** What a rule found in a trace. */
export interface RuleEvaluation {
  /** How often the trace exercised each requirement. One that it never exercised is not green. */
  counts: Readonly<Record<string, number>>;
  findings: TrafficFinding[];
}

/** What some sources do not record. */
export type TraceDetail = 'headers' | 'credentials';

/** An invariant over what a client sends. */
export interface TrafficRule {
  /** `area.traffic/slug`, as in reports. */
  id: string;
  area: Area;
  title: string;
  requires: readonly string[];
  /** Without these in the source the rule is not applicable. */
  needs: readonly TraceDetail[];
  evaluate(trace: Trace): RuleEvaluation;
}

/** Declares a rule. Throws when the id has another form. */
export function defineRule(
  rule: Omit<TrafficRule, 'area' | 'needs'> & Partial<Pick<TrafficRule, 'needs'>>,
): TrafficRule {
  const area = areas.find((known) => rule.id.startsWith(`${known}.traffic/`));
  if (!area)
    throw new Error(`Rule id "${rule.id}" is not area.traffic/slug with an area of: ${areas.join(', ')}.`);
  return { needs: [], ...rule, area };
}

/** Collects the counts and findings of a rule. */
export class RuleReport implements RuleEvaluation {
  readonly counts: Record<string, number> = {};
  readonly findings: TrafficFinding[] = [];
  readonly #merged = new Map<string, number[]>();

  /** The trace exercised a requirement. */
  exercised(requirement: string, times = 1): void {
    this.counts[requirement] = (this.counts[requirement] ?? 0) + times;
  }

  /** Adds a finding, or merges it into the one that is about the same. */
  report(finding: TrafficFinding): void {
    const { requirement, message, about = message, at, again = [] } = finding;
    const key = `${requirement} ${about}`;
    const merged = this.#merged.get(key);
    if (merged) {
      merged.push(at, ...again);
      return;
    }
    const own = [...again];
    this.#merged.set(key, own);
    this.findings.push({ ...finding, again: own });
  }
}
