/**
 * Whether a case applies to what is judged. Every `not-applicable` of the kit is decided here; verdict.ts says what the
 * word means. Cases and rules call these by name and never write the verdict themselves.
 */
import type { Control, Need, Target } from '../targets/target.js';
import { CaseAbort } from './case-abort.js';
import type { CheckResult } from './checks.js';
import { usdOf, type Cost, type Effects, type Permissions } from './cost.js';
import { matches } from './filter.js';
import type { Requirement } from './requirement.js';

/** What of a case decides whether it applies. */
interface Demands {
  needs: readonly Need[];
  effects: Effects;
  cost: Cost;
}

/** Ends a case as not applicable, with the reason. For facts that show only once the case has begun. */
export const notApplicable = (reason: string): CaseAbort => new CaseAbort('not-applicable', reason);

/** Whether a target has what a case needs. */
const offers = (target: Target, need: Need): boolean =>
  need === 'accounts' ? target.accounts : target.control !== undefined;

/** What a case needs and the target lacks, as a sentence; undefined when it lacks nothing. */
export function missingNeed({ needs }: Pick<Demands, 'needs'>, target: Target): string | undefined {
  const missing = needs.find((need) => !offers(target, need));
  return missing === undefined ? undefined : `The target has no ${missing}.`;
}

/** What a case does that the run may not do to a service that bills. Loopback targets are free. */
export function missingPermission(
  { effects, cost }: Omit<Demands, 'needs'>,
  target: Target,
  { allow }: Permissions,
): string | undefined {
  if (target.loopback) return undefined;
  if (effects !== 'none' && !allow.includes(effects))
    return `It ${effects.replace('-', ' ')} entries and the run is read-only: pass --allow ${effects}.`;
  if (usdOf(cost) + (cost.jobs ?? 0) > 0 && !allow.includes('spend'))
    return 'It costs money: pass --allow spend.';
  return undefined;
}

/** Why a case does not apply, decided before it runs; undefined when it applies. */
export const inapplicable = (each: Demands, target: Target, permissions: Permissions): string | undefined =>
  missingNeed(each, target) ?? missingPermission(each, target, permissions);

/** The control API of a target, which changes how a mock server behaves. Not applicable to a target without one. */
export function requireControl<T = Control>(control: T | undefined): T {
  if (control === undefined) throw notApplicable('The target has no control API.');
  return control;
}

/** Throws unless an adapter claims all that a case needs. */
export function requireCapabilities(needs: readonly string[], claimed: readonly string[]): void {
  const missing = needs.filter((need) => !claimed.includes(need));
  if (missing.length > 0) throw notApplicable(`The adapter does not claim ${missing.join(', ')}.`);
}

/** A gap that an adapter declares: a pattern of case ids, or a capability. */
export interface DeclaredSkip {
  pattern: string;
  reason: string;
  issue?: string;
}

/** Throws `not-supported` when the adapter declares that its SDK lacks what the case is about. */
export function refuseSkipped(
  skips: readonly DeclaredSkip[],
  caseId: string,
  needs: readonly string[],
): void {
  const skip = skips.find(({ pattern }) => needs.includes(pattern) || matches(pattern, caseId));
  if (skip)
    throw new CaseAbort(
      'not-supported',
      skip.issue === undefined ? skip.reason : `${skip.reason} (${skip.issue})`,
    );
}

/** The first model of a surface that an SDK takes. */
export function requireModel([first]: readonly string[], surface: string): string {
  if (first === undefined)
    throw notApplicable(
      `The SDK takes no ${surface} model the kit knows: the adapter's welcome names none in "models".`,
    );
  return first;
}

/** Throws when an SDK takes any model name, so it offers none of its own. */
export function requireModelList(models: object | undefined): void {
  if (models === undefined)
    throw notApplicable(
      'The adapter\'s welcome has no "models": an SDK that takes any name offers none itself.',
    );
}

/**
 * Why a traffic rule does not apply to a trace: the source lacks what the rule reads. `lacking` are those parts,
 * like `headers`; undefined when there are none.
 */
export const unreadable = (source: string, lacking: readonly string[]): string | undefined =>
  lacking.length === 0 ? undefined : `A ${source} does not contain ${lacking.join(' and ')}.`;

/**
 * The check of a requirement that the kit did not try to reach: a case that was not run, or passive traffic, where the
 * client decides what happens. Never red, unlike a check that the kit tried to reach (`isRed`).
 */
export const untriedCheck = (
  { id, text, level, evidence }: Requirement,
  verdict: 'not-applicable' | 'not-exercised',
  reason: string,
): CheckResult => ({ requirement: id, title: text, verdict, level, evidence, red: false, message: reason });
