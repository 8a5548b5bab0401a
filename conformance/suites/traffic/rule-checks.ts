import type { CheckResult } from '../../engine/checks.js';
import type { Requirement, Requirements } from '../../engine/requirement.js';
import { brokenVerdict, isRed, type Verdict } from '../../engine/verdict.js';
import type { RuleEvaluation, TraceDetail, TrafficFinding, TrafficRule } from './rule.js';
import type { Trace } from './trace.js';

/** Why a rule cannot judge traces from this source; undefined when it can. */
export function inapplicable(rule: TrafficRule, { kind }: Trace): string | undefined {
  const missing: readonly TraceDetail[] = kind === 'journal' ? rule.needs : [];
  return missing.length > 0 ? `A journal does not record ${missing.join(' and ')}.` : undefined;
}

/** A requirement without a finding that the trace did not prove either. Never red: the client chooses what it does. */
const unproved = (
  requirement: Requirement,
  verdict: 'not-applicable' | 'not-exercised',
  message: string,
): CheckResult => ({ ...base(requirement), title: requirement.text, verdict, red: false, message });

/** The checks of a rule that is not applicable. */
export const inapplicableChecks = (
  rule: TrafficRule,
  requirements: Requirements,
  reason: string,
): CheckResult[] =>
  requiredBy(rule, requirements).map((requirement) => unproved(requirement, 'not-applicable', reason));

/** The checks of a rule: its findings, and for a requirement without one whether the trace exercised it. */
export function checksOf(
  rule: TrafficRule,
  { counts, findings }: RuleEvaluation,
  requirements: Requirements,
  strict: boolean,
): CheckResult[] {
  return requiredBy(rule, requirements).flatMap((requirement): CheckResult[] => {
    const own = findings.filter((finding) => finding.requirement === requirement.id);
    if (own.length > 0) return own.map((finding) => broken(requirement, finding, strict));
    const times = counts[requirement.id] ?? 0;
    if (times === 0) return [unproved(requirement, 'not-exercised', 'The trace did not exercise it.')];
    const title = `${requirement.text} (${times} times)`;
    return [{ ...base(requirement), title, verdict: 'pass', red: false }];
  });
}

/** The numbers of the exchanges after the first that a finding names, and that a report shows. */
export const named = (finding: TrafficFinding): number[] => repeatsOf(finding).slice(0, 3);

function requiredBy(rule: TrafficRule, requirements: Requirements): Requirement[] {
  return rule.requires.map((id) => {
    const requirement = requirements.get(id);
    if (!requirement) throw new Error(`Rule ${rule.id} requires ${id}, which does not exist.`);
    return requirement;
  });
}

const base = ({ id, level, evidence }: Requirement) => ({ requirement: id, level, evidence });

function broken(requirement: Requirement, finding: TrafficFinding, strict: boolean): CheckResult {
  const evidence = finding.evidence === 'inferred' ? 'inferred' : requirement.evidence;
  const verdict: Verdict = finding.tolerated ? 'info' : brokenVerdict(requirement.level, evidence);
  return {
    ...base(requirement),
    evidence,
    title: requirement.text,
    verdict,
    red: isRed(verdict, requirement.level, evidence) || (strict && verdict === 'warn'),
    message: [finding.message, repeatsText(finding), `Fix: ${finding.fix}`].filter(Boolean).join(' '),
    exchange: finding.at,
  };
}

/** A fault that a client repeats is one finding, with the exchanges of the repeats. */
function repeatsText(finding: TrafficFinding): string {
  const all = repeatsOf(finding);
  if (all.length === 0) return '';
  const more = all.length > 3 ? ` and ${all.length - 3} more` : '';
  return `Again in exchange${all.length > 1 ? 's' : ''} ${named(finding).join(', ')}${more}.`;
}

const repeatsOf = ({ at, again = [] }: TrafficFinding): number[] =>
  [...new Set(again)].filter((n) => n !== at).sort((a, b) => a - b);
