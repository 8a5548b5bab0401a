import type { Evidence } from '../../src/contract/evidence.js';

/**
 * What a check or a case can come to. `not-applicable`: the capability is not claimed or the target cannot be asked;
 * `not-supported`: the subject said so; `not-exercised`: the precondition was never reached; `inconclusive`: a duration
 * lay within the harness's own jitter; `hung`, `crashed`: the subject; `harness-error`: the kit.
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

/** Whether a verdict stops a release. What was never exercised is red for a binding MUST only. */
export function isRed(verdict: Verdict, level: Level, evidence: Evidence): boolean {
  if (verdict === 'not-exercised') return brokenVerdict(level, evidence) === 'fail';
  return verdict === 'fail' || verdict === 'hung' || verdict === 'crashed' || verdict === 'harness-error';
}

/** The graver of two verdicts. */
export function graver(a: Verdict, b: Verdict): Verdict {
  return verdicts.indexOf(a) >= verdicts.indexOf(b) ? a : b;
}
