import type { CaseResult } from '../engine/case-result.js';
import { wireRequirement } from '../engine/wire-guard.js';
import type { Verdict } from '../engine/verdict.js';
import type { Mutant, MutantHooks } from './mutant.js';

/** A check that failed, warned or informed, or a case that did not complete. */
export interface Detection {
  /** `-` for a case that did not complete. */
  requirement: string;
  /** Id of the case or of the traffic rule. */
  by: string;
  verdict: Verdict;
  message: string;
}

/** What the checks made of one mutant. */
export interface MutantResult {
  id: string;
  title: string;
  breaks: readonly string[];
  entails: readonly string[];
  /** Cases or rules that ran against it. */
  ran: readonly string[];
  /** Detections by checks of a requirement it breaks. */
  kills: readonly Detection[];
  /** Broken requirements that no check detected. */
  missed: readonly string[];
  /** Detections by checks of a requirement it does not break. */
  falseAlarms: readonly Detection[];
}

/** The verdicts that detect something. `inconclusive` and `not-exercised` prove nothing either way. */
const detecting: Verdict[] = ['fail', 'warn', 'info'];
const incomplete: Verdict[] = ['hung', 'crashed', 'harness-error'];

/** Every check that detected something, and every case that did not complete. */
export function detectionsOf(results: readonly CaseResult[]): Detection[] {
  return results.flatMap((result) => {
    const detections = result.checks
      .filter(({ verdict }) => detecting.includes(verdict))
      .map(({ requirement, verdict, title, message }) => ({
        requirement,
        by: result.id,
        verdict,
        message: `${title} ${message ?? ''}`.trim(),
      }));
    if (!incomplete.includes(result.verdict)) return detections;
    return [
      ...detections,
      { requirement: '-', by: result.id, verdict: result.verdict, message: result.reason ?? '' },
    ];
  });
}

/** Divides the detections into kills and false alarms. An answer outside the contract document is never a false alarm. */
export function mutantResultOf(
  mutant: Omit<Mutant, keyof MutantHooks>,
  results: readonly CaseResult[],
): MutantResult {
  const detections = detectionsOf(results);
  const kills = detections.filter(({ requirement }) => mutant.breaks.includes(requirement));
  const expected = [...mutant.breaks, ...mutant.entails, wireRequirement];
  return {
    id: mutant.id,
    title: mutant.title,
    breaks: mutant.breaks,
    entails: mutant.entails,
    ran: results.map(({ id }) => id),
    kills,
    missed: mutant.breaks.filter((id) => !kills.some(({ requirement }) => requirement === id)),
    falseAlarms: detections.filter(({ requirement }) => !expected.some((id) => requirement.startsWith(id))),
  };
}
