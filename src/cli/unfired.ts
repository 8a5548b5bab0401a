import type { World } from '../world/world.js';

/** A line for each rule of the settings that fired for nobody: most often it matches what no client does. */
export const unfiredText = (world: World): readonly string[] =>
  world
    .unfiredRules()
    .map(
      ({ id, operation, match, when, effect }) =>
        `Warning: rule "${id}" (${effect.type} on ${operation}${detail({ ...match, ...when })}) never fired.`,
    );

const detail = (conditions: Readonly<Record<string, unknown>>): string =>
  Object.entries(conditions)
    .map(([name, value]) => `, ${name} ${JSON.stringify(value)}`)
    .join('');
