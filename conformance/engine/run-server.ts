import { applyBaseline, type BaselineEntry } from './baseline.js';
import { RunBudget, type BudgetLimits } from './run-budget.js';
import { coverageOf } from './coverage.js';
import { contractGuard, findContract } from './contract-guard.js';
import type { Case } from './define-case.js';
import { exitCodeOf } from './exit-code.js';
import { select, type Selection } from './filter.js';
import { scheduleFairly } from './rerun-hung.js';
import { Ledger } from './ledger.js';
import { planOf } from './plan.js';
import type { Requirements } from './requirement.js';
import type { CaseResult } from './case-result.js';
import type { Target } from '../targets/target.js';
import type { Timeouts } from './timeouts.js';
import { calibrate } from './timing.js';
import type { Run } from './run.js';

export interface ServerRunOptions extends Selection, Partial<BudgetLimits> {
  requirements: Requirements;
  seed: number;
  baseline?: readonly BaselineEntry[];
  /** Cases at a time: 8 on loopback, 2 elsewhere by default. */
  concurrency?: number;
  keepTraces?: boolean;
  /** File of the contract. By default that of the package. */
  contract?: string;
  /** How often to run every case. A case whose results differ is flaky. */
  repeat?: number;
  version: string;
  timeouts?: Partial<Timeouts>;
  onResult?: (result: CaseResult) => void;
}

/** Runs a suite against a server and gathers what a report needs. */
export async function runServer(
  cases: readonly Case[],
  target: Target,
  options: ServerRunOptions,
): Promise<Run> {
  const chosen = select(cases, options);
  const startedAt = new Date();
  const began = performance.now();
  const contract = options.contract ?? findContract();
  const ledger = new Ledger();
  const { jitterMs } = await calibrate(() =>
    fetch(target.url, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(5_000) }),
  );
  const limits = { allow: [], ...options };
  const budget = new RunBudget(limits);
  const settings = {
    ...limits,
    budget,
    ledger,
    jitterMs,
    concurrency: options.concurrency ?? (target.loopback ? 8 : 2),
    ...(contract === undefined ? {} : { guard: contractGuard(contract) }),
  };
  let { results, stoppedByBudget } = await scheduleFairly(chosen, target, settings);
  const rounds = options.repeat ?? 1;
  for (let round = 1; round < rounds; round++) {
    stoppedByBudget ||= budget.over !== undefined;
    if (budget.over !== undefined) break;
    const again = await scheduleFairly(chosen, target, settings);
    stoppedByBudget ||= again.stoppedByBudget;
    // A case that was not run in this round keeps its earlier result.
    results = results.map((result, n) =>
      again.ran.has(result.id) ? unsteady(result, again.results[n]) : result,
    );
  }
  const applied = applyBaseline(results, options.baseline ?? [], {
    known: cases.map(({ id }) => id),
    target: target.name,
    today: startedAt.toISOString().slice(0, 10),
  });
  const run = { results: applied.results, problems: applied.problems, stoppedByBudget };
  return {
    subject: 'server',
    version: options.version,
    target: { url: target.url, name: target.name },
    seed: options.seed,
    startedAt: startedAt.toISOString(),
    durationMs: Math.round(performance.now() - began),
    jitterMs: Math.round(jitterMs),
    contract: contract !== undefined,
    plan: planOf(chosen, rounds),
    ...run,
    coverage: coverageOf(options.requirements, applied.results, 'server'),
    leftovers: ledger.leftovers(),
    created: ledger.entries.length,
    exitCode: exitCodeOf(run),
  };
}

/** The graver of two rounds; flaky, and red, when only one of them was red. */
function unsteady(before: CaseResult, now: CaseResult | undefined): CaseResult {
  if (!now || before.red === now.red) return before;
  const worse = before.red ? before : now;
  return {
    ...worse,
    verdict: 'flaky',
    reason: `Red in some rounds and not in others. ${worse.reason ?? ''}`.trim(),
  };
}
