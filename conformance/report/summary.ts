import type { Run } from '../core/run.js';
import { verdicts } from '../core/verdict.js';

/** How many cases came to each verdict, gravest first. */
export function countVerdicts(run: Run): [string, number][] {
  const counted = verdicts.map((verdict): [string, number] => [
    verdict,
    run.results.filter((result) => result.verdict === verdict).length,
  ]);
  return counted.reverse().filter(([, count]) => count > 0);
}

/** The figures of a run in words. */
export function summarise(run: Run): { cases: string; requirements: string; checks: number } {
  const tested = run.coverage.filter(({ state }) => state === 'tested').length;
  const excluded = run.coverage.filter(({ state }) => state === 'excluded').length;
  const asked = run.coverage.length - excluded;
  return {
    cases: countVerdicts(run)
      .map(([verdict, count]) => `${count} ${verdict}`)
      .join(', '),
    requirements: `${tested} of ${asked} tested, ${excluded} excluded with a reason`,
    checks: run.results.reduce((sum, result) => sum + result.checks.length, 0),
  };
}

/** Who is judged: the SDK, or else the server. */
export const subjectOf = (run: Run): string =>
  run.sdk ? `${run.sdk.name} ${run.sdk.version}` : run.target.name;

/** The SDK under judgement in one line. */
export function sdkLine(sdk: NonNullable<Run['sdk']>): string {
  const where = [sdk.language, sdk.runtime, sdk.os].filter((word) => word !== undefined).join(', ');
  return `${sdk.name} ${sdk.version} (${where}) through adapter ${sdk.adapter}`;
}
