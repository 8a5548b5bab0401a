import { applyBaseline, type BaselineEntry } from '../../engine/baseline.js';
import type { CheckResult } from '../../engine/checks.js';
import { coverageOf } from '../../engine/coverage.js';
import { exitCodeOf } from '../../engine/exit-code.js';
import { planOf } from '../../engine/plan.js';
import type { Requirements } from '../../engine/requirement.js';
import type { CaseResult } from '../../engine/case-result.js';
import type { Run } from '../../engine/run.js';
import { graver, isJudged, type Verdict } from '../../engine/verdict.js';
import { exchangesOf } from './exchanges.js';
import { checksOf, inapplicable, inapplicableChecks, named } from './rule-checks.js';
import type { TrafficRule } from './rule.js';
import { rules as allRules } from './rules/index.js';
import { spanOf } from './trace-span.js';
import type { Trace } from './trace.js';

export interface JudgeOptions {
  requirements: Requirements;
  version: string;
  rules?: readonly TrafficRule[];
  baseline?: readonly BaselineEntry[];
  /** Warnings stop a release too. */
  strict?: boolean;
  /** Name of the client in baselines and reports. */
  name?: string;
}

/** Judges a trace: one result for each rule. A trace without traffic proves nothing, so it is never green. */
export function judgeTrace(trace: Trace, options: JudgeOptions): Run {
  const rules = options.rules ?? allRules;
  const startedAt = new Date();
  const name = options.name ?? 'client';
  const { start, end } = spanOf(trace);
  const results = rules.map((rule) => ({
    ...judgeRule(rule, trace, options.requirements, options.strict === true),
    startedAt: startedAt.toISOString(),
  }));
  const judged = applyBaseline(results, options.baseline ?? [], {
    known: rules.map(({ id }) => id),
    target: name,
    today: startedAt.toISOString().slice(0, 10),
  });
  const run = { results: judged.results, problems: judged.problems, stoppedByBudget: false };
  return {
    subject: 'client',
    version: options.version,
    target: { url: trace.source, name },
    startedAt: startedAt.toISOString(),
    durationMs: end - start,
    contract: true,
    plan: planOf([]),
    ...run,
    coverage: coverageOf(options.requirements, judged.results, 'client'),
    leftovers: [],
    created: 0,
    exitCode: exitCodeOf(run),
  };
}

function judgeRule(
  rule: TrafficRule,
  trace: Trace,
  requirements: Requirements,
  strict: boolean,
): Omit<CaseResult, 'startedAt'> {
  const reason = inapplicable(rule, trace);
  const evaluation = reason === undefined ? rule.evaluate(trace) : { counts: {}, findings: [] };
  const checks =
    reason === undefined
      ? checksOf(rule, evaluation, requirements, strict)
      : inapplicableChecks(rule, requirements, reason);
  const { findings } = evaluation;
  const shown = new Set(findings.flatMap((finding) => [finding.at, ...named(finding)]));
  return {
    id: rule.id,
    title: rule.title,
    area: rule.area,
    tags: ['passive', trace.kind],
    verdict: reason === undefined ? verdictOf(checks) : 'not-applicable',
    red: checks.some(({ red }) => red),
    checks,
    trace: shown.size === 0 ? [] : exchangesOf(trace, shown),
    durationMs: 0,
  };
}

/** The gravest verdict of what the trace exercised: a requirement it did not exercise must not hide an `info`. */
function verdictOf(checks: readonly CheckResult[]): Verdict {
  const exercised = checks.filter(isJudged);
  if (exercised.length === 0) return 'not-exercised';
  return exercised.reduce<Verdict>((worst, { verdict }) => graver(worst, verdict), 'pass');
}
