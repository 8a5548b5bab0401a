import type { CaseResult } from './case-result.js';
import type { Requirements } from './requirement.js';
import type { Verdict } from './verdict.js';
import { graver } from './verdict.js';

/** The state of one requirement after a run. */
export interface RequirementCoverage {
  id: string;
  state: 'tested' | 'untested' | 'excluded';
  /** The gravest verdict of its checks. */
  verdict?: Verdict;
  /** Cases that emitted a check of it. */
  cases: string[];
  /** Why no case checks it. */
  reason?: string;
}

const proving: Verdict[] = ['pass', 'info', 'warn', 'fail', 'known-failing', 'flaky'];

/** Joins the requirements of one subject with the checks that were emitted. */
export function coverageOf(
  requirements: Requirements,
  results: readonly CaseResult[],
  subject: 'server' | 'client',
): RequirementCoverage[] {
  return [...requirements.values()]
    .filter((requirement) => requirement.subject.includes(subject))
    .map(({ id, excluded }) => {
      const emitted = results.flatMap((result) =>
        result.checks
          .filter((check) => check.requirement === id)
          .map(({ verdict }) => ({ verdict, case: result.id })),
      );
      const cases = [...new Set(emitted.map((check) => check.case))];
      if (excluded !== undefined) return { id, state: 'excluded' as const, cases, reason: excluded };
      const verdict = emitted.length
        ? emitted.map((check) => check.verdict).reduce((a, b) => graver(a, b))
        : undefined;
      const tested = emitted.some((check) => proving.includes(check.verdict));
      return {
        id,
        state: tested ? ('tested' as const) : ('untested' as const),
        cases,
        ...(verdict ? { verdict } : {}),
      };
    });
}
