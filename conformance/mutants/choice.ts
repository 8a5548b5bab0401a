import type { Case } from '../engine/define-case.js';
import { randomFor } from '../engine/random.js';
import { wireRequirement } from '../engine/wire-guard.js';
import type { Mutant } from './mutant.js';

/** Cases beside those that could see a mutant, for each mutant, unless a caller asks for another number. */
export const defaultBystanders = 3;

/** The mutants whose id holds a text; all of them for the empty text. */
export const chooseMutants = <T extends { id: string }>(mutants: readonly T[], only: string): T[] =>
  mutants.filter(({ id }) => id.includes(only));

/**
 * The cases to run against a mutant: those that name a requirement it breaks; all quick ones too when it breaks the
 * contract document, which every case checks; and some bystanders, drawn by the seed, that must stay green.
 */
export function chooseCases(
  mutant: Mutant,
  cases: readonly Case[],
  { seed, bystanders = defaultBystanders }: { seed: number; bystanders?: number },
): Case[] {
  const affected = new Set([...mutant.breaks, ...mutant.entails]);
  const quick = cases.filter(({ tags }) => !tags.includes('model-based'));
  const named = quick.filter(({ requires }) => requires.some((id) => affected.has(id)));
  const guarded = mutant.breaks.includes(wireRequirement)
    ? quick.filter((each) => !named.includes(each))
    : [];
  const others = quick.filter((each) => !named.includes(each) && !guarded.includes(each));
  const random = randomFor(seed, mutant.id);
  const drawn = new Set<Case>();
  for (let n = 0; n < bystanders && others.length > 0; n++) {
    const bystander = others[random.int(others.length)];
    if (bystander) drawn.add(bystander);
  }
  return [...named, ...guarded, ...drawn];
}
