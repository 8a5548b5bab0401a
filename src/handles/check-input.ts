import type { z } from 'zod';
import { ControlError } from './errors.js';
import { corrected, issueTexts } from './issues.js';

/**
 * A valid input. `what` names the input in the message.
 * @throws ControlError bad_input, with each problem
 */
export function checkInput<S extends z.ZodType>(shape: S, value: unknown, what: string): z.output<S> {
  const parsed = shape.safeParse(value, corrected);
  if (parsed.success) return parsed.data;
  const problems = issueTexts(parsed.error).join('; ');
  const end = /[.?]$/.test(problems) ? '' : '.';
  throw new ControlError('bad_input', `${what} is not valid: ${problems}${end}`);
}

/**
 * The valid arguments of a method, such as `credits.set()`. An undefined field counts as absent.
 * @throws ControlError bad_input, also for an object that is not plain: a RegExp or a Map would count as empty
 */
export function checkArguments<S extends z.ZodType>(shape: S, value: unknown, method: string): z.output<S> {
  const what = `The input of ${method}`;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return checkInput(shape, value, what);
  const prototype: unknown = Object.getPrototypeOf(value);
  // Not compared with Object.prototype: a test runner may have another one.
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null)
    throw new ControlError(
      'bad_input',
      `${what} is not valid: expected a plain object, received ${value.constructor.name}.`,
    );
  const given = Object.entries(value).filter(([, field]) => field !== undefined);
  return checkInput(shape, Object.fromEntries(given), what);
}
