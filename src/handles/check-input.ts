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
  const sentences = [`${what} is not valid: ${problems}${end}`, ...elsewhere(parsed.error)];
  throw new ControlError('bad_input', sentences.join(' '));
}

/** Where the settings of an account are changed, for a request that names one in another place. */
const settingRoutes: Readonly<Record<string, string>> = {
  credits: 'PUT /_mock/credits',
  balance: 'PUT /_mock/credits',
  autoTopUp: 'PUT /_mock/credits',
  maxConcurrentSessions: 'PUT /_mock/quota',
  pace: 'PUT /_mock/pace',
  allowedModels: 'PUT /_mock/permissions',
  serviceTier: 'PUT /_mock/permissions',
  zeroDataRetention: 'PUT /_mock/permissions',
  organisation: 'POST /_mock/accounts',
  keyName: 'POST /_mock/accounts',
};

const elsewhere = ({ issues }: z.ZodError): readonly string[] =>
  issues
    .flatMap((issue) => (issue.code === 'unrecognized_keys' && issue.path.length === 0 ? issue.keys : []))
    .filter((name) => Object.hasOwn(settingRoutes, name))
    .map((name) => `${settingRoutes[name]} sets "${name}".`);

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
