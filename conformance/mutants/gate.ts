import type { Requirements } from '../engine/requirement.js';
import type { MutantResult } from './mutant-result.js';

/** The mutation score, with its precision. */
export interface Score {
  mutants: number;
  killed: number;
  /** Mutants without a false alarm. */
  precise: number;
  musts: number;
  mustsKilled: number;
}

export interface Gate {
  score: Score;
  /** Why the gate fails; empty when it passes. */
  problems: string[];
}

/**
 * Passes when every MUST is proved (a check of it kills a mutant that breaks it), every mutant is killed, and there is
 * no false alarm. A survivor passes with a reason; a reason without a survivor fails.
 */
export function gateOf(
  results: readonly MutantResult[],
  musts: readonly string[],
  reasons: Readonly<Record<string, string>>,
): Gate {
  const killed = new Set(results.flatMap(({ kills }) => kills.map(({ requirement }) => requirement)));
  const survived = results.filter(({ missed }) => missed.length > 0);
  const unproved = musts.filter((id) => !killed.has(id));
  const alarmed = results.filter((result) =>
    result.falseAlarms.some(({ requirement }) => requirement !== '-' || !reasons[result.id]),
  );
  const needed = new Set([...survived.map(({ id }) => id), ...unproved]);
  const problems = [
    ...survived
      .filter(({ id }) => !reasons[id])
      .map(
        ({ id, missed, ran }) =>
          `${id} survives: no check in ${ran.length} cases detected ${missed.join(', ')}.`,
      ),
    ...unproved
      .filter((id) => !reasons[id])
      .map((id) => `${id} is a MUST, and no check of it kills a mutant that breaks it.`),
    ...alarmed.map(
      ({ id, falseAlarms: [first] }) =>
        `${id} causes a false alarm: ${first?.requirement ?? ''} in ${first?.by ?? ''}, which it does not break: ${first?.message ?? ''}`,
    ),
    ...Object.keys(reasons)
      .filter((id) => !needed.has(id))
      .map((id) => `The reason for ${id} is stale: it is killed. Remove it from survivors.ts.`),
  ];
  return {
    score: {
      mutants: results.length,
      killed: results.length - survived.length,
      precise: results.length - alarmed.length,
      musts: musts.length,
      mustsKilled: musts.length - unproved.length,
    },
    problems,
  };
}

/** The binding requirements among these, each once. */
export function mustsOf(ids: readonly string[], requirements: Requirements): string[] {
  return [...new Set(ids)].filter((id) => requirements.get(id)?.level === 'MUST').sort();
}
