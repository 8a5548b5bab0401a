import { warningLine } from '../api/warning-line.js';
import { nearest } from '../world/rules/nearest.js';
import { effectsOf } from '../world/rules/types.js';
import type { World } from '../world/world.js';

/** A line for each configured rule that never fired. Most often its conditions match no call. */
export const unusedRulesText = (world: World): readonly string[] =>
  world
    .unusedRules()
    .map(({ id, operation, match, when, effect }) =>
      warningLine(
        `Rule "${id}" (${types({ effect })} on ${operation}${detail({ ...match, ...when })}) never fired${suggestion(world, match?.model)}`,
      ),
    );

const types = (rule: Parameters<typeof effectsOf>[0]): string =>
  effectsOf(rule)
    .map(({ type }) => type)
    .join(', ');

const detail = (conditions: Readonly<Record<string, unknown>>): string =>
  Object.entries(conditions)
    .map(([name, value]) => `, ${name} ${JSON.stringify(value)}`)
    .join('');

/** A rule may name an unknown model on purpose, for a client that sends one. It may also be a typo. */
function suggestion({ catalogue }: World, model = ''): string {
  const names = catalogue.names();
  const near = names.includes(model) ? undefined : nearest(model, names);
  return near === undefined ? '.' : `; did you mean "${near}"?`;
}
