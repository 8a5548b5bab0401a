import { RunBudget, type BudgetLimits } from './run-budget.js';
import type { Case } from './define-case.js';
import { forbidden } from './plan.js';
import { runCase, type CaseResult, type RunOptions } from './run-case.js';
import { offers, type Target } from '../targets/target.js';

export interface ScheduleOptions extends RunOptions, BudgetLimits {
  /** Cases at a time. */
  concurrency: number;
  /** Those of the whole run, where this is one of several rounds. */
  bounds?: RunBudget;
  onResult?: (result: CaseResult) => void;
}

export interface Schedule {
  /** In the order of the cases, whatever the order they ended in. */
  results: CaseResult[];
  /** Of those cases that were let run. */
  ran: ReadonlySet<string>;
  stoppedByBudget: boolean;
}

/** Cases that hang one after the other, after which nobody is there to be judged. */
const mostSilent = 12;

/** Runs the cases side by side. A case that hangs or crashes the subject costs its own verdict only. */
export async function schedule(
  cases: readonly Case[],
  target: Target,
  options: ScheduleOptions,
): Promise<Schedule> {
  const results = new Map<string, CaseResult>();
  const ran = new Set<string>();
  const bounds = options.bounds ?? new RunBudget(options);
  let stoppedByBudget = false;
  const queue = [...cases];
  let silent = 0;
  const worker = async () => {
    for (let each = queue.shift(); each; each = queue.shift()) {
      // What cannot apply here costs nothing, and no permission would let it run.
      const applies = each.needs.every((need) => offers(target, need));
      const notAllowed = applies ? forbidden(each, target, options) : undefined;
      const dead =
        silent >= mostSilent ? `Not run: none of the last ${mostSilent} cases came to an end.` : undefined;
      const stopped = !applies || notAllowed || dead ? undefined : bounds.book(each);
      if (stopped) stoppedByBudget = true;
      const skipped = notAllowed ?? stopped ?? dead;
      const result =
        skipped === undefined
          ? await runCase(each, target, options)
          : skip(each, options, skipped, notAllowed ? 'not-applicable' : 'not-exercised');
      if (skipped === undefined) ran.add(each.id);
      if (skipped === undefined) silent = result.verdict === 'hung' ? silent + 1 : 0;
      results.set(each.id, result);
      options.onResult?.(result);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, options.concurrency) }, worker));
  return { results: cases.flatMap(({ id }) => results.get(id) ?? []), ran, stoppedByBudget };
}

/** The result of a case that was not let run: never green, red only through the exit code of a budget stop. */
function skip(
  each: Case,
  options: RunOptions,
  reason: string,
  verdict: 'not-applicable' | 'not-exercised',
): CaseResult {
  const checks = each.requires.flatMap((id) => {
    const requirement = options.requirements.get(id);
    if (!requirement) return [];
    const { level, evidence, text } = requirement;
    return [{ requirement: id, title: text, verdict, level, evidence, red: false, message: reason }];
  });
  return {
    id: each.id,
    title: each.title,
    area: each.area,
    tags: each.tags,
    verdict,
    red: false,
    reason,
    checks,
    trace: [],
    startedAt: new Date().toISOString(),
    durationMs: 0,
  };
}
