import { z } from 'zod';
import { corrected, issueTexts } from '../../handles/issues.js';
import type { MockOptions } from '../mock-options.js';
import type { Store } from '../../world/store.js';
import { belongs, commonFields, corsOrigin, readable, serverFields } from './fields.js';
import { withoutUndefined } from './without-undefined.js';

const isFunction = (value: unknown): boolean => typeof value === 'function';

const optionsShape = z
  .strictObject({
    ...commonFields,
    ...serverFields,
    cors: corsOrigin.nullable().exactOptional(),
    // By its parts, so that it stays the object it is.
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
  .superRefine(belongs, readable);

/**
 * Options as they are given to `startMock` and `createMock`, checked like the command line's. What is undefined counts
 * as not given.
 * @throws TypeError that names each option that does not fit, with what it should be
 */
export function checkOptions(options: MockOptions): MockOptions {
  const parsed = optionsShape.safeParse(withoutUndefined(options), corrected);
  if (parsed.success) return parsed.data;
  const found = issueTexts(parsed.error);
  throw new TypeError(`The mock cannot start with these options:\n  ${found.join('\n  ')}`);
}
