import type { TracedExchange } from '../traffic/trace.js';
import type { CheckResult } from './checks.js';
import type { Area } from './requirement.js';
import type { Verdict } from './verdict.js';

/** The outcome of a case. Every report is made of these and nothing else. */
export interface CaseResult {
  id: string;
  title: string;
  area: Area;
  tags: readonly string[];
  verdict: Verdict;
  /** Whether it stops a release. */
  red: boolean;
  /** Why, where the checks do not say it. */
  reason?: string;
  checks: CheckResult[];
  /** Requests and answers, kept where something was not right. */
  trace: TracedExchange[];
  /** The messages between kit and adapter, where an adapter was driven and something was not right. */
  transcript?: string[];
  startedAt: string;
  durationMs: number;
  /** What the baseline changed: the verdict before it, and its entry's reason. */
  excused?: { verdict: Verdict; reason: string; issue?: string };
}
