import type { BaselineProblem } from './baseline.js';
import type { RequirementCoverage } from './coverage.js';
import type { LedgerEntry } from './ledger.js';
import type { RunPlan } from './plan.js';
import type { CaseResult } from './case-result.js';

/** A complete run. All reports are made from this. */
export interface Run {
  subject: 'server' | 'client';
  /** Version of the kit. */
  version: string;
  target: { url: string; name: string };
  /** The SDK under judgement and the adapter that drove it. */
  sdk?: { name: string; version: string; language: string; runtime?: string; os?: string; adapter: string };
  /**
   * The shell command of the run with its adapter and target: without the cases, and with no key but
   * $DECART_API_KEY. For SDKs only.
   */
  command?: string;
  /** Absent for traffic, which uses no random numbers. */
  seed?: number;
  startedAt: string;
  durationMs: number;
  /** What the harness itself adds to a duration, in ms; absent for traffic, where it sends nothing. */
  jitterMs?: number;
  /** Whether answers were checked against the contract document. */
  contract: boolean;
  plan: RunPlan;
  results: CaseResult[];
  problems: BaselineProblem[];
  stoppedByBudget: boolean;
  coverage: RequirementCoverage[];
  /** What the run left on the target. */
  leftovers: LedgerEntry[];
  /** How many things were created. */
  created: number;
  exitCode: number;
}
