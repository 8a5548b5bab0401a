import { nearest } from '../world/rules/nearest.js';
import type { World } from '../world/world.js';

/** A line for each rule of the settings that fired for nobody: most often it matches what no client does. */
export const unusedRulesText = (world: World): readonly string[] =>
  world
    .unusedRules()
    .map(
      ({ id, operation, match, when, effect }) =>
        `Warning: rule "${id}" (${effect.type} on ${operation}${detail({ ...match, ...when })}) never fired${meant(world, match?.model)}`,
    );

const detail = (conditions: Readonly<Record<string, unknown>>): string =>
  Object.entries(conditions)
    .map(([name, value]) => `, ${name} ${JSON.stringify(value)}`)
    .join('');

/** A rule may be about a model that there is not, for a client that asks for one; then again it may be a typo. */
function meant({ catalogue }: World, model = ''): string {
  const names = catalogue.names();
  const near = names.includes(model) ? undefined : nearest(model, names);
  return near === undefined ? '.' : `; did you mean "${near}"?`;
}
