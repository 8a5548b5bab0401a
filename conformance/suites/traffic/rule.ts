import { areas, type Area } from '../../engine/requirement.js';
import type { Evidence } from '../../../src/contract/evidence.js';
import type { Trace } from './trace.js';

/** Something a client did that it should not. */
export interface TrafficFinding {
  requirement: string;
  /** Number of the call or connection it is about. */
  at: number;
  /** What was seen, with its figures. */
  message: string;
  /** What to do about it. */
  fix: string;
  /** Worth knowing and not worth a warning, e.g. because the newest official SDK does it too. */
  tolerated?: true;
  /** Weaker evidence than the requirement's own, e.g. that of a retirement date. */
  evidence?: Evidence;
  /** Findings of a requirement about the same are one, told by the first; by default those that say the same. */
  about?: string;
  /** Where it was found again, in any order. */
  again?: number[];
}

/** What a rule saw. */
export interface TraceView {
  /** How often the trace came to what the rule is about, by requirement. What it never came to is not green. */
  counts: Readonly<Record<string, number>>;
  findings: TrafficFinding[];
}

/** An invariant over what a client does. */
export interface TrafficRule {
  /** `area.watch/slug`, as in reports. */
  id: string;
  area: Area;
  title: string;
  requires: readonly string[];
  /** What the rule must be told, for sources that do not tell all. */
  needs: readonly ('headers' | 'credentials')[];
  look(trace: Trace): TraceView;
}

/** Declares a rule. Throws when the id has another form. */
export function defineRule(
  rule: Omit<TrafficRule, 'area' | 'needs'> & Partial<Pick<TrafficRule, 'needs'>>,
): TrafficRule {
  const area = areas.find((known) => rule.id.startsWith(`${known}.watch/`));
  if (!area)
    throw new Error(`Rule id "${rule.id}" is not area.watch/slug with an area of: ${areas.join(', ')}.`);
  return { needs: [], ...rule, area };
}

/** Counts and findings while a rule looks. */
export class RuleReport implements TraceView {
  readonly counts: Record<string, number> = {};
  readonly findings: TrafficFinding[] = [];

  /** The trace came to a requirement. */
  exercised(requirement: string, times = 1): void {
    this.counts[requirement] = (this.counts[requirement] ?? 0) + times;
  }

  report(finding: TrafficFinding): void {
    const about = (each: TrafficFinding) => `${each.requirement} ${each.about ?? each.message}`;
    const known = this.findings.find((each) => about(each) === about(finding));
    if (!known) this.findings.push(finding);
    else known.again = [...(known.again ?? []), finding.at, ...(finding.again ?? [])];
  }
}
