import type { Evidence } from '../../src/contract/errors.js';

/**
 * What a check or a case can come to, mildest first.
 *
 * - `not-applicable`: the target, the adapter, the trace or the permissions lack what it needs. Running it again cannot
 *   change that. Decided in applicability.ts alone.
 * - `not-supported`: the subject itself says that it lacks the feature.
 * - `not-exercised`: it applies, and nothing came that it judges: a precondition did not hold, the run ended first, or
 *   the traffic never reached it. Nothing is proved. Red only where the kit tried to reach it and the requirement binds.
 * - `inconclusive`: a duration lay within the harness's own jitter.
 * - `hung`, `crashed`: the subject did. `harness-error`: the kit failed.
 * - `known-failing`, `flaky`: a failure that the baseline excuses, or that shows in some rounds only.
 */
export const verdicts = [
  'pass',
  'info',
  'not-applicable',
  'not-supported',
  'inconclusive',
  'warn',
  'known-failing',
  'flaky',
  'not-exercised',
  'fail',
  'hung',
  'crashed',
  'harness-error',
] as const;

export type Verdict = (typeof verdicts)[number];

/** How strongly a requirement binds. */
export type Level = 'MUST' | 'SHOULD' | 'MAY';

/** The one place where a broken requirement becomes a verdict: MUST fails, SHOULD warns, MAY informs, a guess never fails. */
export function brokenVerdict(level: Level, evidence: Evidence): 'fail' | 'warn' | 'info' {
  if (level === 'MAY') return 'info';
  return level === 'MUST' && evidence !== 'inferred' ? 'fail' : 'warn';
}

/** Whether a verdict stops a release. What the kit tried to reach and did not is red for a binding MUST only. */
export function isRed(verdict: Verdict, level: Level, evidence: Evidence): boolean {
  if (verdict === 'not-exercised') return brokenVerdict(level, evidence) === 'fail';
  return verdict === 'fail' || verdict === 'hung' || verdict === 'crashed' || verdict === 'harness-error';
}

/** Whether the subject was left out: the check does not apply, or the subject lacks the feature. */
export const isSkipped = (verdict: Verdict): boolean =>
  verdict === 'not-applicable' || verdict === 'not-supported';

/** Whether a check looked at anything. */
export const isJudged = ({ verdict }: { verdict: Verdict }): boolean =>
  !isSkipped(verdict) && verdict !== 'not-exercised';

/** Whether nothing about a result needs a reader's attention, so that its trace need not be kept. */
export const isQuiet = (verdict: Verdict): boolean =>
  verdict === 'pass' || verdict === 'info' || isSkipped(verdict);

/** The graver of two verdicts. */
export function graver(a: Verdict, b: Verdict): Verdict {
  return verdicts.indexOf(a) >= verdicts.indexOf(b) ? a : b;
}
