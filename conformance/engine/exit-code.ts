import type { BaselineProblem } from './baseline.js';
import type { CaseResult } from './case-result.js';
import { isJudged } from './verdict.js';

export const exitCodes = { clean: 0, failures: 1, usage: 2, harness: 3, budget: 4 } as const;

/** The exit code of a run. Nothing checked is a usage error, never a success. */
export function exitCodeOf(run: {
  results: readonly CaseResult[];
  problems: readonly BaselineProblem[];
  stoppedByBudget: boolean;
}): number {
  const proved = run.results.flatMap(({ checks }) => checks).filter(isJudged);
  const anythingRed = run.results.some(({ red }) => red);
  if (run.results.some(({ verdict }) => verdict === 'harness-error')) return exitCodes.harness;
  if (run.problems.some(({ kind }) => kind === 'unmatched')) return exitCodes.usage;
  if (anythingRed || run.problems.length > 0) return exitCodes.failures;
  if (run.stoppedByBudget) return exitCodes.budget;
  return proved.length === 0 ? exitCodes.usage : exitCodes.clean;
}
