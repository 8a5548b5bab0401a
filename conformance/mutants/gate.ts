import type { Requirements } from '../engine/requirement.js';
import type { MutantResult } from './kill.js';

/** How well the checks see what is wrong. */
export interface Score {
  mutants: number;
  killed: number;
  /** Mutants that no check of another requirement noticed. */
  precise: number;
  musts: number;
  mustsKilled: number;
}

export interface Gate {
  score: Score;
  /** Why the gate is shut; empty when it is open. */
  problems: string[];
}

/**
 * The gate: every MUST is killed by a mutant, by a check that names it; every mutant is noticed; nothing else is
 * noticed. What survives needs a reason, and a reason needs a survivor.
 */
export function gateOf(
  fates: readonly MutantResult[],
  musts: readonly string[],
  reasons: Readonly<Record<string, string>>,
): Gate {
  const killed = new Set(fates.flatMap(({ kills }) => kills.map(({ requirement }) => requirement)));
  const survived = fates.filter(({ missed }) => missed.length > 0);
  const unproved = musts.filter((id) => !killed.has(id));
  const alarmed = fates.filter((fate) =>
    fate.falseAlarms.some(({ requirement }) => requirement !== '-' || !reasons[fate.id]),
  );
  const needed = new Set([...survived.map(({ id }) => id), ...unproved]);
  const problems = [
    ...survived
      .filter(({ id }) => !reasons[id])
      .map(
        ({ id, missed, ran }) =>
          `${id} survives: of ${ran.length} checks' cases none noticed ${missed.join(', ')}.`,
      ),
    ...unproved
      .filter((id) => !reasons[id])
      .map((id) => `${id} is a MUST, and no mutant that breaks it is killed by a check of it.`),
    ...alarmed.map(
      ({ id, falseAlarms: [first] }) =>
        `${id} also sets off ${first?.requirement ?? ''} in ${first?.by ?? ''}, which it does not break: ${first?.message ?? ''}`,
    ),
    ...Object.keys(reasons)
      .filter((id) => !needed.has(id))
      .map((id) => `The reason for ${id} is stale: it is killed. Remove it from survivors.ts.`),
  ];
  return {
    score: {
      mutants: fates.length,
      killed: fates.length - survived.length,
      precise: fates.length - alarmed.length,
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
