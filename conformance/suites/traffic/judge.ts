import { applyBaseline, type BaselineEntry } from '../../engine/baseline.js';
import type { CheckResult } from '../../engine/checks.js';
import { coverageOf } from '../../engine/coverage.js';
import { exitCodeOf } from '../../engine/exit-code.js';
import { planOf } from '../../engine/plan.js';
import type { Requirement, Requirements } from '../../engine/requirement.js';
import type { CaseResult } from '../../engine/case-result.js';
import type { Run } from '../../engine/run.js';
import { brokenVerdict, graver, isRed, type Verdict } from '../../engine/verdict.js';
import { exchangesOf } from './exchanges.js';
import type { TrafficFinding, TrafficRule } from './rule.js';
import { rules as allRules } from './rules/index.js';
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

/** Judges a trace: one result for each rule. A trace without traffic proves nothing, which is never green. */
export function judgeTrace(trace: Trace, options: JudgeOptions): Run {
  const rules = options.rules ?? allRules;
  const startedAt = new Date();
  const name = options.name ?? 'client';
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
    durationMs: spanOf(trace),
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
  const blind =
    trace.kind === 'journal' && rule.needs.length > 0
      ? `A journal does not tell ${rule.needs.join(' and ')}.`
      : undefined;
  const { counts, findings } = blind === undefined ? rule.look(trace) : { counts: {}, findings: [] };
  const checks = rule.requires.flatMap((id): CheckResult[] => {
    const requirement = requirements.get(id);
    if (!requirement) throw new Error(`Rule ${rule.id} requires ${id}, which does not exist.`);
    const own = findings.filter((finding) => finding.requirement === id);
    if (own.length > 0) return own.map((finding) => broken(requirement, finding, strict));
    const times = counts[id] ?? 0;
    return [
      {
        ...base(requirement),
        verdict: times > 0 ? 'pass' : 'not-applicable',
        red: false,
        ...(times > 0
          ? { title: `${requirement.text} (${times} times)` }
          : { title: requirement.text, message: blind ?? 'Nothing in the trace came to it.' }),
      },
    ];
  });
  // What is only noted would hide behind what the trace never came to.
  const came = checks.filter((check) => check.verdict !== 'not-applicable');
  const verdict =
    came.length === 0
      ? 'not-applicable'
      : came.reduce<Verdict>((worst, check) => graver(worst, check.verdict), 'pass');
  return {
    id: rule.id,
    title: rule.title,
    area: rule.area,
    tags: ['passive', trace.kind],
    verdict,
    red: checks.some(({ red }) => red),
    checks,
    trace: exchangesOf(trace, new Set(findings.flatMap((finding) => [finding.at, ...named(finding)]))),
    durationMs: 0,
  };
}

const base = ({ id, level, evidence }: Requirement) => ({ requirement: id, level, evidence });

function broken(requirement: Requirement, finding: TrafficFinding, strict: boolean): CheckResult {
  const evidence = finding.evidence === 'inferred' ? 'inferred' : requirement.evidence;
  const verdict = finding.tolerated ? 'info' : brokenVerdict(requirement.level, evidence);
  return {
    ...base(requirement),
    evidence,
    title: requirement.text,
    verdict,
    red: isRed(verdict, requirement.level, evidence) || (strict && verdict === 'warn'),
    message: [finding.message, againOf(finding), `Fix: ${finding.fix}`].filter(Boolean).join(' '),
    exchange: finding.at,
  };
}

/** A client that does a thing wrong does it wrong each time, which is one finding. */
function againOf(finding: TrafficFinding): string {
  const all = again(finding);
  if (all.length === 0) return '';
  const more = all.length > 3 ? ` and ${all.length - 3} more` : '';
  return `Again in exchange${all.length > 1 ? 's' : ''} ${named(finding).join(', ')}${more}.`;
}

const again = ({ at, again: others = [] }: TrafficFinding): number[] =>
  [...new Set(others)].filter((n) => n !== at).sort((a, b) => a - b);

/** The exchanges after the first that a finding names, and a report shows. */
const named = (finding: TrafficFinding): number[] => again(finding).slice(0, 3);

function spanOf({ calls, connections }: Trace): number {
  const times = [...calls, ...connections].flatMap(({ at, endedAt }) => [at, endedAt ?? at]);
  return times.length === 0 ? 0 : Math.max(...times) - Math.min(...times);
}
