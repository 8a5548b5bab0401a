import { untriedCheck } from './applicability.js';
import type { CaseResult } from './case-result.js';
import type { Case } from './define-case.js';
import type { Requirements } from './requirement.js';

/** The result of a case that was not run: never green, and red only through the exit code of a budget stop. */
export function skippedCase(
  { id, title, area, tags, requires }: Case,
  requirements: Requirements,
  verdict: 'not-applicable' | 'not-exercised',
  reason: string,
): CaseResult {
  const checks = requires.flatMap((required) => {
    const requirement = requirements.get(required);
    return requirement ? [untriedCheck(requirement, verdict, reason)] : [];
  });
  const startedAt = new Date().toISOString();
  return { id, title, area, tags, verdict, red: false, reason, checks, trace: [], startedAt, durationMs: 0 };
}
