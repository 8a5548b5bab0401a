import { nearest } from '../world/rules/nearest.js';
import { flags, variableOf } from './flags.js';

const PREFIX = variableOf('');

/** Variables that we read, and those that `exec` sets for its command. */
const known = [...flags.map(({ key }) => key), 'config', 'url', 'controlUrl'].map((key) =>
  variableOf(key).slice(PREFIX.length),
);

/** A warning for each variable with nearly the name of ours. Others with our prefix may belong to the user. */
export function envTypos(names: readonly string[]): readonly string[] {
  return names.flatMap((name) => {
    if (!name.startsWith(PREFIX)) return [];
    const rest = name.slice(PREFIX.length);
    const near = known.includes(rest) ? undefined : nearest(rest, known);
    return near === undefined ? [] : [`Unknown variable ${name}; did you mean ${PREFIX}${near}?`];
  });
}
