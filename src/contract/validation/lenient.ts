/** zod types that read as pydantic does: numbers and booleans may come as text. */
import { z } from 'zod';
import {
  parseBoolean,
  parseInteger,
  parseNumber,
  type NumberBounds,
  type PydanticResult,
} from './pydantic-values.js';
import { invalidType } from './pydantic.js';

/** Puts the item into the issue's `params`, where `validateBody` finds it. */
const reading = <T>(read: (input: unknown) => PydanticResult<T>) =>
  z.unknown().transform((input, context): T => {
    const parsed = read(input);
    if (parsed.ok) return parsed.value;
    context.issues.push({ code: 'custom', input, message: parsed.item.msg, params: { item: parsed.item } });
    return z.NEVER;
  });

export const integer = (bounds: NumberBounds = {}) => reading((input) => parseInteger([], input, bounds));
/** A JSON integer: neither text nor a boolean. */
export const strictInteger = () =>
  reading((input) =>
    typeof input === 'number' ? parseInteger([], input) : { ok: false, item: invalidType('int', [], input) },
  );
export const number = (bounds: NumberBounds = {}) => reading((input) => parseNumber([], input, bounds));
export const boolean = () => reading((input) => parseBoolean([], input));
/** May be missing; null counts as a value only where the type allows it. */
export const maybe = z.exactOptional;
