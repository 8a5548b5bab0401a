import { exitCodes } from '../engine/exit-code.js';
import type { Run } from '../engine/run.js';
import { isJudged, isSkipped, verdicts } from '../engine/verdict.js';

/** How many cases came to each verdict, gravest first. */
export function countVerdicts(run: Run): [string, number][] {
  const counted = verdicts.map((verdict): [string, number] => [
    verdict,
    run.results.filter((result) => result.verdict === verdict).length,
  ]);
  return counted.reverse().filter(([, count]) => count > 0);
}

/** Why cases were left out, each reason once, the most frequent first: `not-applicable, 3 cases: ...`. */
export function leftOut(run: Run): string[] {
  const counted = new Map<string, number>();
  for (const { verdict, reason, checks } of run.results) {
    const why = reason ?? checks.find((check) => !isJudged(check))?.message;
    if (!isSkipped(verdict) || why === undefined) continue;
    const [line = ''] = why.split('\n');
    counted.set(`${verdict}: ${line}`, (counted.get(`${verdict}: ${line}`) ?? 0) + 1);
  }
  return [...counted]
    .sort(([, a], [, b]) => b - a)
    .map(([line, count]) => line.replace(':', `, ${count} ${count === 1 ? 'case' : 'cases'}:`));
}

/** Why a run has no verdict at all; undefined when it has one. */
export function noVerdict(run: Run): string | undefined {
  const anything = run.results.flatMap(({ checks }) => checks).some(isJudged);
  if (anything || run.exitCode !== exitCodes.usage) return undefined;
  if (run.results.length === 0) return 'Nothing was judged: no case was run.';
  return 'Nothing was judged: no case came to a check, for the reasons listed.';
}

/** What ended the run before its cases did; undefined when nothing did. Known by the code that such an end has. */
export function stoppedEarly({ stoppedByBudget, results, exitCode }: Run): string | undefined {
  if (!stoppedByBudget) return undefined;
  const left = results.filter(
    ({ verdict, red, trace }) => verdict === 'not-exercised' && !red && trace.length === 0,
  );
  const [why] = left.flatMap(({ reason }) => reason ?? []);
  const count = `${left.length} ${left.length === 1 ? 'case was' : 'cases were'} not run`;
  const code = exitCode === exitCodes.budget ? ` That is exit code ${exitCode}.` : '';
  return `A limit stopped the run: ${count}. ${why ?? ''}${code}`.trim();
}

/** The figures of a run in words. `checks` are those that came to look at something. */
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

/** What a run owes to chance and to its machine, where it does. */
export const howRun = ({ seed, jitterMs }: Run): string[] => [
  ...(seed === undefined ? [] : [`seed ${seed}`]),
  ...(jitterMs === undefined ? [] : [`harness jitter ${jitterMs} ms`]),
];

/** Who is judged: the SDK, or else the server. */
export const subjectOf = (run: Run): string =>
  run.sdk ? `${run.sdk.name} ${run.sdk.version}` : run.target.name;

/** The SDK under judgement in one line. */
export function sdkLine(sdk: NonNullable<Run['sdk']>): string {
  const where = [sdk.language, sdk.runtime, sdk.os].filter((word) => word !== undefined).join(', ');
  return `${sdk.name} ${sdk.version} (${where}) through adapter ${sdk.adapter}`;
}
