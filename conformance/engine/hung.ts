import type { Case } from './define-case.js';
import type { CaseResult } from './run-case.js';
import { schedule, type Schedule, type ScheduleOptions } from './schedule.js';
import type { Target } from '../targets/target.js';

/**
 * Runs the cases side by side, and those that hung once more, alone: one that stops the server for a while takes along
 * what runs beside it. Only what hangs alone is blamed. Where nothing does, each is flaky, and red. More cases than run
 * at a time were not taken along by one, and are not run again.
 */
export async function scheduleFairly(
  cases: readonly Case[],
  target: Target,
  options: ScheduleOptions,
): Promise<Schedule> {
  const late: CaseResult[] = [];
  const tell = (result: CaseResult) => options.onResult?.(result);
  const first = await schedule(cases, target, {
    ...options,
    onResult: (result) => void (result.verdict === 'hung' ? late.push(result) : tell(result)),
  });
  const again = new Map<string, CaseResult>();
  const takenAlong = options.concurrency > 1 && cases.length > 1 && late.length <= options.concurrency;
  if (takenAlong) {
    for (const { id } of late) {
      const alone = await schedule(
        cases.filter((each) => each.id === id),
        target,
        { ...options, concurrency: 1, onResult: () => undefined },
      );
      if (alone.ran.has(id)) for (const result of alone.results) again.set(id, result);
    }
  }
  const found = late.some(({ id }) => (again.get(id)?.verdict ?? 'hung') === 'hung');
  const results = first.results.map((result) => {
    const alone = again.get(result.id);
    return alone === undefined || found || alone.verdict === 'hung'
      ? (alone ?? result)
      : unsure(result, alone);
  });
  for (const { id } of late) for (const result of results) if (result.id === id) tell(result);
  return { ...first, results };
}

/** A case that hung beside others and not alone, as did all that hung. */
function unsure(beside: CaseResult, alone: CaseResult): CaseResult {
  return {
    ...alone,
    verdict: 'flaky',
    red: true,
    trace: beside.trace,
    reason: `It hung beside other cases, and not alone: ${alone.verdict}. ${beside.reason ?? ''}`.trim(),
  };
}
