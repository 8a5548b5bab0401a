import type { Target } from '../targets/target.js';
import { inapplicable } from './applicability.js';
import type { CaseResult } from './case-result.js';
import type { Case } from './define-case.js';
import { RunBudget, type BudgetLimits } from './run-budget.js';
import { runCase, type RunOptions } from './run-case.js';
import { skippedCase } from './skipped-case.js';

export interface ScheduleOptions extends RunOptions, BudgetLimits {
  /** Cases at a time. */
  concurrency: number;
  /** The budget of the whole run, where this is one of several rounds. */
  budget?: RunBudget;
  onResult?: (result: CaseResult) => void;
}

export interface Schedule {
  /** In the order of the cases, not the order in which they ended. */
  results: CaseResult[];
  /** Ids of the cases that ran. */
  ran: ReadonlySet<string>;
  stoppedByBudget: boolean;
}

/** After this many cases in a row that hang, the subject counts as gone and no further case runs. */
const maxHungInARow = 12;

/** Runs the cases concurrently. A case that hangs or crashes the subject costs its own verdict only. */
export async function schedule(
  cases: readonly Case[],
  target: Target,
  options: ScheduleOptions,
): Promise<Schedule> {
  const { requirements } = options;
  const results = new Map<string, CaseResult>();
  const ran = new Set<string>();
  const budget = options.budget ?? new RunBudget(options);
  let stoppedByBudget = false;
  const queue = [...cases];
  let hungInARow = 0;

  const resultOf = async (each: Case): Promise<CaseResult> => {
    // A case that does not apply takes nothing from the budget.
    const reason = inapplicable(each, target, options);
    if (reason !== undefined) return skippedCase(each, requirements, 'not-applicable', reason);
    if (hungInARow >= maxHungInARow) {
      const dead = `Not run: the last ${maxHungInARow} cases all hung.`;
      return skippedCase(each, requirements, 'not-exercised', dead);
    }
    const stopped = budget.book(each);
    if (stopped !== undefined) {
      stoppedByBudget = true;
      return skippedCase(each, requirements, 'not-exercised', stopped);
    }
    const result = await runCase(each, target, options);
    ran.add(each.id);
    hungInARow = result.verdict === 'hung' ? hungInARow + 1 : 0;
    return result;
  };
  const worker = async () => {
    for (let each = queue.shift(); each; each = queue.shift()) {
      const result = await resultOf(each);
      results.set(each.id, result);
      options.onResult?.(result);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, options.concurrency) }, worker));
  return { results: cases.flatMap(({ id }) => results.get(id) ?? []), ran, stoppedByBudget };
}
