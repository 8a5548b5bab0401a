import { didYouMean } from '../world/rules/nearest.js';
import { ControlError } from './errors.js';

/**
 * Refuses anything but an object with known fields: a misspelt field would change nothing, without an error.
 * @throws ControlError bad_input
 */
export function checkNames(input: object, names: readonly string[], what: string): void {
  if (typeof input !== 'object' || input === null)
    throw new ControlError(
      'bad_input',
      `Cannot set ${what} to ${String(input)}. Give an object with ${names.map((name) => `"${name}"`).join(', ')}.`,
    );
  const unknown = Object.keys(input).find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new ControlError('bad_input', `Unknown field "${unknown}" of ${what}${didYouMean(unknown, names)}`);
}
