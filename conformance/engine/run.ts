import type { BaselineProblem } from './baseline.js';
import type { RequirementCoverage } from './coverage.js';
import type { LedgerEntry } from './ledger.js';
import type { RunPlan } from './plan.js';
import type { CaseResult } from './case-result.js';

/** A run from end to end: all reports are made of this. */
export interface Run {
  subject: 'server' | 'client';
  /** Version of the kit. */
  version: string;
  target: { url: string; name: string };
  /** The SDK under judgement and the adapter that drove it. */
  sdk?: { name: string; version: string; language: string; runtime?: string; os?: string; adapter: string };
  /**
   * What ran this for a shell, as far as it tells what was judged and where: not which cases, and no key but
   * $DECART_API_KEY. Of SDKs only.
   */
  command?: string;
  /** Not there where nothing is left to chance: of a watch. */
  seed?: number;
  startedAt: string;
  durationMs: number;
  /** What the harness itself adds to a duration, in ms; not there where it sends nothing: of a watch. */
  jitterMs?: number;
  /** Whether answers were checked against the contract document. */
  contract: boolean;
  plan: RunPlan;
  results: CaseResult[];
  problems: BaselineProblem[];
  stoppedByBudget: boolean;
  coverage: RequirementCoverage[];
  /** What still lies on the target. */
  leftovers: LedgerEntry[];
  /** How many things were created. */
  created: number;
  exitCode: number;
}
