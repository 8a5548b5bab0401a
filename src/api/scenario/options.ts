import { z } from 'zod';
import { corrected, issueTexts } from '../../handles/issues.js';
import type { MockOptions } from '../mock-options.js';
import type { Store } from '../../world/store.js';
import { checkMembership, commonFields, corsOrigin, serverFields, withValidKeys } from './fields.js';
import { withoutUndefined } from './without-undefined.js';

const isFunction = (value: unknown): boolean => typeof value === 'function';

const optionsShape = z
  .strictObject({
    ...commonFields,
    ...serverFields,
    cors: corsOrigin.nullable().exactOptional(),
    otherHosts: z.enum(['refuse', 'pass-on']).exactOptional(),
    // Checked by hand: zod would copy the object.
    store: z
      .custom<Store>((value) => isFunction((value as Partial<Store> | null)?.collection), {
        error: 'A store has a method "collection"',
      })
      .exactOptional(),
    onDefect: z
      .custom<NonNullable<MockOptions['onDefect']>>(isFunction, { error: 'Give a function (error, what)' })
      .exactOptional(),
    onWarning: z
      .custom<NonNullable<MockOptions['onWarning']>>(isFunction, { error: 'Give a function (warning)' })
      .exactOptional(),
  })
  .superRefine(checkMembership, withValidKeys);

/**
 * Checks the options of `startMock` and `createMock`. An undefined option counts as absent.
 * @throws TypeError that names each invalid option, with what it should be
 */
export function checkOptions(options: MockOptions): MockOptions {
  const parsed = optionsShape.safeParse(withoutUndefined(options), corrected);
  if (parsed.success) return parsed.data;
  const problems = issueTexts(parsed.error);
  throw new TypeError(`The mock cannot start with these options:\n  ${problems.join('\n  ')}`);
}
