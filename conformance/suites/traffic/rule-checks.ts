import { unreadable, untriedCheck } from '../../engine/applicability.js';
import type { CheckResult } from '../../engine/checks.js';
import type { Requirement, Requirements } from '../../engine/requirement.js';
import { brokenVerdict, isRed, type Verdict } from '../../engine/verdict.js';
import type { RuleEvaluation, TrafficFinding, TrafficRule } from './rule.js';
import type { Trace } from './trace.js';

/** Why a rule does not apply to a trace; undefined when it does. A journal has neither headers nor credentials. */
export const inapplicable = (rule: TrafficRule, { kind }: Trace): string | undefined =>
  unreadable(kind, kind === 'journal' ? rule.needs : []);

/** The checks of a rule that is not applicable. */
export const inapplicableChecks = (
  rule: TrafficRule,
  requirements: Requirements,
  reason: string,
): CheckResult[] =>
  requiredBy(rule, requirements).map((requirement) => untriedCheck(requirement, 'not-applicable', reason));

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
    if (times === 0) return [untriedCheck(requirement, 'not-exercised', 'The trace did not exercise it.')];
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
