import { contractGuard, findContract } from '../engine/contract-guard.js';
import type { Case } from '../engine/define-case.js';
import type { Requirements } from '../engine/requirement.js';
import type { CaseResult } from '../engine/case-result.js';
import type { WireGuard } from '../engine/wire-guard.js';
import { schedule } from '../engine/schedule.js';
import type { Target } from '../targets/target.js';
import { chooseCases } from './choice.js';
import { mutantResultOf, type MutantResult } from './mutant-result.js';
import type { Mutant, MutantHooks } from './mutant.js';
import { startMutant } from './server-proxy.js';

export interface KillOptions {
  requirements: Requirements;
  seed: number;
  /** Cases beside those that could see the mutant, drawn by the seed. They must stay green. */
  bystanders?: number;
  /** Keep the traces of passing cases too. */
  keepTraces?: boolean;
  /** Cases at a time against one server; 4 by default. */
  concurrency?: number;
}

/**
 * Runs the chosen cases against one mutant of the original server. A case with a false alarm runs once more, and only
 * an alarm that repeats counts: a delay of a busy machine does not repeat, the behaviour of the mutant does.
 */
export async function killServerMutant(
  mutant: Mutant,
  cases: readonly Case[],
  original: Target,
  options: KillOptions,
): Promise<MutantResult> {
  const chosen = chooseCases(mutant, cases, options);
  const result = mutantResultOf(mutant, await runCases(mutant, chosen, original, options));
  if (result.falseAlarms.length === 0) return result;
  const alarming = new Set(result.falseAlarms.map(({ by }) => by));
  const again = await runCases(
    mutant,
    chosen.filter(({ id }) => alarming.has(id)),
    original,
    options,
  );
  const repeated = new Set(
    mutantResultOf(mutant, again).falseAlarms.map(({ requirement, by }) => `${requirement} ${by}`),
  );
  return {
    ...result,
    falseAlarms: result.falseAlarms.filter(({ requirement, by }) => repeated.has(`${requirement} ${by}`)),
  };
}

let guard: WireGuard | undefined;

/** Runs cases against a proxy that changes what the mutant changes; nothing, when it has no hooks. */
export async function runCases(
  mutant: Pick<Mutant, 'id'> & MutantHooks,
  cases: readonly Case[],
  original: Target,
  { requirements, seed, keepTraces = false, concurrency = 4 }: KillOptions,
): Promise<CaseResult[]> {
  const contract = findContract();
  if (contract !== undefined) guard ??= contractGuard(contract);
  const proxy = await startMutant(original.url, mutant);
  const target: Target = {
    ...original,
    url: proxy.url,
    keyFor: (id) => original.keyFor(`${mutant.id}-${id}`),
  };
  try {
    const settings = {
      requirements,
      seed,
      keepTraces,
      allow: [],
      concurrency,
      ...(guard ? { guard } : {}),
    };
    return (await schedule(cases, target, settings)).results;
  } finally {
    await proxy.close();
  }
}
