import { exitCodes } from '../engine/exit-code.js';
import type { CaseResult } from '../engine/case-result.js';
import type { Run } from '../engine/run.js';
import { isJudged, isSkipped, verdicts } from '../engine/verdict.js';

/** How many cases have each verdict, gravest first. */
export function countVerdicts(run: Run): [string, number][] {
  const counted = verdicts.map((verdict): [string, number] => [
    verdict,
    run.results.filter((result) => result.verdict === verdict).length,
  ]);
  return counted.reverse().filter(([, count]) => count > 0);
}

/** Whether a result is that of a traffic rule, which judges what a client does by itself. */
export const isPassive = ({ tags }: Pick<CaseResult, 'tags'>): boolean => tags.includes('passive');

/** Whether a report needs only the reason: the case was skipped, or the traffic did not exercise the rule. */
export const isLeftOut = (result: CaseResult): boolean =>
  isSkipped(result.verdict) || (isPassive(result) && result.verdict === 'not-exercised');

/** Why cases were left out, each reason once, the most frequent first: `not-applicable, 3 cases: ...`. */
export function leftOut(run: Run): string[] {
  const counted = new Map<string, number>();
  const unit = run.results.some(isPassive) ? 'rule' : 'case';
  for (const result of run.results) {
    const { verdict, reason, checks } = result;
    const why = reason ?? checks.find((check) => !isJudged(check))?.message;
    if (!isLeftOut(result) || why === undefined) continue;
    const [line = ''] = why.split('\n');
    counted.set(`${verdict}: ${line}`, (counted.get(`${verdict}: ${line}`) ?? 0) + 1);
  }
  return [...counted]
    .sort(([, a], [, b]) => b - a)
    .map(([line, count]) => line.replace(':', `, ${count} ${unit}${count === 1 ? '' : 's'}:`));
}

/** Why a run has no verdict at all; undefined when it has one. */
export function noVerdict(run: Run): string | undefined {
  const anything = run.results.flatMap(({ checks }) => checks).some(isJudged);
  if (anything || run.exitCode !== exitCodes.usage) return undefined;
  if (run.results.length === 0) return 'Nothing was judged: no case was run.';
  return 'Nothing was judged: no case reached a check, for the reasons listed.';
}

/** Which limit stopped the run before all cases had run; undefined when none did. With its exit code. */
export function stoppedEarly({ stoppedByBudget, results, exitCode }: Run): string | undefined {
  if (!stoppedByBudget) return undefined;
  const left = results.filter(
    ({ verdict, red, trace }) => verdict === 'not-exercised' && !red && trace.length === 0,
  );
  const [why] = left.flatMap(({ reason }) => reason ?? []);
  const count = `${left.length} ${left.length === 1 ? 'case was' : 'cases were'} not run`;
  const code = exitCode === exitCodes.budget ? ` Exit code ${exitCode}.` : '';
  return `A limit stopped the run: ${count}. ${why ?? ''}${code}`.trim();
}

/** The figures of a run in words. `checks` counts those that judged something. */
export function summarise(run: Run): { cases: string; requirements: string; checks: number } {
  const tested = run.coverage.filter(({ state }) => state === 'tested').length;
  const excluded = run.coverage.filter(({ state }) => state === 'excluded').length;
  const asked = run.coverage.length - excluded;
  return {
    cases: countVerdicts(run)
      .map(([verdict, count]) => `${count} ${verdict}`)
      .join(', '),
    requirements: `${tested} of ${asked} tested, ${excluded} excluded with a reason`,
    checks: run.results.flatMap((result) => result.checks).filter(isJudged).length,
  };
}

/** The seed and the jitter of a run, where it has them. */
export const howRun = ({ seed, jitterMs }: Run): string[] => [
  ...(seed === undefined ? [] : [`seed ${seed}`]),
  ...(jitterMs === undefined ? [] : [`harness jitter ${jitterMs} ms`]),
];

/** What is judged: the SDK, or else the server. */
export const subjectOf = (run: Run): string =>
  run.sdk ? `${run.sdk.name} ${run.sdk.version}` : run.target.name;

/** The SDK that is judged, in one line. */
export function sdkLine(sdk: NonNullable<Run['sdk']>): string {
  const where = [sdk.language, sdk.runtime, sdk.os].filter((word) => word !== undefined).join(', ');
  return `${sdk.name} ${sdk.version} (${where}) through adapter ${sdk.adapter}`;
}
