import type { Target } from '../targets/target.js';
import type { CaseResult } from './case-result.js';
import type { Case } from './define-case.js';
import { schedule, type Schedule, type ScheduleOptions } from './schedule.js';

/**
 * Runs the cases concurrently, then those that hung once more, alone: a case that stops the server for a while makes
 * its neighbours hang as well. Only a case that hangs alone is blamed. Where none does, each is flaky, and red. More
 * cases than run at a time cannot be the neighbours of one, so they are not run again.
 */
export async function scheduleFairly(
  cases: readonly Case[],
  target: Target,
  options: ScheduleOptions,
): Promise<Schedule> {
  const hung: CaseResult[] = [];
  const report = (result: CaseResult) => options.onResult?.(result);
  const first = await schedule(cases, target, {
    ...options,
    onResult: (result) => void (result.verdict === 'hung' ? hung.push(result) : report(result)),
  });
  const again = new Map<string, CaseResult>();
  const mayBeNeighbours = options.concurrency > 1 && cases.length > 1 && hung.length <= options.concurrency;
  if (mayBeNeighbours) {
    for (const { id } of hung) {
      const alone = await schedule(
        cases.filter((each) => each.id === id),
        target,
        { ...options, concurrency: 1, onResult: () => undefined },
      );
      if (alone.ran.has(id)) for (const result of alone.results) again.set(id, result);
    }
  }
  const culpritFound = hung.some(({ id }) => (again.get(id)?.verdict ?? 'hung') === 'hung');
  const results = first.results.map((result) => {
    const alone = again.get(result.id);
    return alone === undefined || culpritFound || alone.verdict === 'hung'
      ? (alone ?? result)
      : flaky(result, alone);
  });
  for (const { id } of hung) for (const result of results) if (result.id === id) report(result);
  return { ...first, results };
}

/** A case that hung beside others and not alone, as did all that hung. */
function flaky(beside: CaseResult, alone: CaseResult): CaseResult {
  return {
    ...alone,
    verdict: 'flaky',
    red: true,
    trace: beside.trace,
    reason: `It hung beside other cases, and not alone: ${alone.verdict}. ${beside.reason ?? ''}`.trim(),
  };
}
