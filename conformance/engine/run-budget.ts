import type { Case } from './define-case.js';
import { Budget, type Permissions } from './plan.js';

export interface BudgetLimits extends Permissions {
  /** Patience for the whole run in real milliseconds. */
  deadlineMs?: number;
  /** Aborts when the run's user has enough of it: no case starts any more. */
  interrupted?: AbortSignal;
}

/** What ends a run before its cases do: money, jobs, time, and its user. The same for all rounds of a run. */
export class RunBudget {
  readonly #budget: Budget;
  readonly #began = performance.now();

  constructor(private readonly limits: BudgetLimits) {
    this.#budget = new Budget(limits);
  }

  /** Why nothing may start any more, or undefined. */
  get over(): string | undefined {
    const { deadlineMs = Infinity, interrupted } = this.limits;
    if (interrupted?.aborted) return 'The run was interrupted.';
    return performance.now() - this.#began > deadlineMs ? 'The run is past its deadline.' : undefined;
  }

  /** Books a case, or says why it may not start. */
  book(each: Case): string | undefined {
    return this.over ?? this.#budget.book(each);
  }
}
