import { nearest } from '../world/rules/nearest.js';
import { flags, variableOf } from './flags.js';

const PREFIX = variableOf('');

/** Those that set something, and those that `exec` hands to its command. */
const known = [...flags.map(({ key }) => key), 'config', 'url', 'controlUrl'].map((key) =>
  variableOf(key).slice(PREFIX.length),
);

/** A sentence for each variable that is nearly one of ours. Others that begin like ours may be somebody's own. */
export function envTypos(names: readonly string[]): readonly string[] {
  return names.flatMap((name) => {
    if (!name.startsWith(PREFIX)) return [];
    const rest = name.slice(PREFIX.length);
    const near = known.includes(rest) ? undefined : nearest(rest, known);
    return near === undefined ? [] : [`${name} says nothing to decart-mock; did you mean ${PREFIX}${near}?`];
  });
}
