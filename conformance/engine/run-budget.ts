import { usdOf, type Cost, type Permissions } from './cost.js';

export interface BudgetLimits extends Permissions {
  /** Longest time in which cases may start, in real milliseconds. */
  deadlineMs?: number;
  /** Aborts when the user interrupts the run: no further case starts. */
  interrupted?: AbortSignal;
}

/** What ends a run before its cases do: money, jobs, time, and its user. The same for all rounds of a run. */
export class RunBudget {
  readonly #began = performance.now();
  #usd = 0;
  #jobs = 0;

  constructor(private readonly limits: BudgetLimits) {}

  /** Why no further case may start, or undefined. */
  get over(): string | undefined {
    const { deadlineMs = Infinity, interrupted } = this.limits;
    if (interrupted?.aborted) return 'The run was interrupted.';
    return performance.now() - this.#began > deadlineMs ? 'The run is past its deadline.' : undefined;
  }

  /** Books the cost of a case, or says why it may not start. */
  book({ cost }: { cost: Cost }): string | undefined {
    if (this.over !== undefined) return this.over;
    const { maxUsd = Infinity, maxJobs = Infinity } = this.limits;
    const usd = this.#usd + usdOf(cost);
    const jobs = this.#jobs + (cost.jobs ?? 0);
    if (usd > maxUsd) return `It would bring the bill to $${usd.toFixed(2)}: --max-cost is ${maxUsd}.`;
    if (jobs > maxJobs) return `It would bring the jobs to ${jobs}: --max-jobs is ${maxJobs}.`;
    this.#usd = usd;
    this.#jobs = jobs;
    return undefined;
  }
}
