/**
 * Values of forms and JSON bodies, read as leniently as pydantic reads them.
 *
 * Accepted spellings and edge cases were compared with FastAPI 0.165 on pydantic 2.14 (see
 * test/unit/contract/fastapi-oracle.json).
 */
import type { ValidationItem } from '../errors.js';
import { atLeast, atMost, invalidType, literalError, unparsable, type Loc } from './pydantic.js';

export type PydanticResult<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly item: ValidationItem };

const accept = <T>(value: T): PydanticResult<T> => ({ ok: true, value });
const refuse = (item: ValidationItem): { ok: false; item: ValidationItem } => ({ ok: false, item });

/** Python refuses to turn longer text into an integer. */
const maxDigits = 4300;
const integerText = /^[+-]?\d+(?:_\d+)*(?:\.0+)?$/;

export interface NumberBounds {
  readonly ge?: number;
  readonly le?: number;
}

function within(loc: Loc, value: number, input: unknown, { ge, le }: NumberBounds): PydanticResult<number> {
  if (ge !== undefined && value < ge) return refuse(atLeast(loc, ge, input));
  if (le !== undefined && value > le) return refuse(atMost(loc, le, input));
  return accept(value + 0);
}

function integerFromText(loc: Loc, text: string, bounds: NumberBounds): PydanticResult<number> {
  const trimmed = text.trim();
  if (!integerText.test(trimmed)) return refuse(unparsable('int_parsing', loc, text));
  if (trimmed.length > maxDigits) return refuse(unparsable('int_parsing_size', loc, text));
  return within(loc, Number(trimmed.replaceAll('_', '')), text, bounds);
}

/**
 * Reads an integer as pydantic does: text may have blanks around it, a sign, single underscores and a `.0`; booleans
 * count as 0 and 1.
 */
export function parseInteger(loc: Loc, input: unknown, bounds: NumberBounds = {}): PydanticResult<number> {
  if (typeof input === 'string') return integerFromText(loc, input, bounds);
  if (typeof input === 'boolean') return within(loc, Number(input), input, bounds);
  if (typeof input !== 'number' || !Number.isFinite(input)) return refuse(invalidType('int', loc, input));
  if (Number.isInteger(input)) return within(loc, input, input, bounds);
  return refuse(unparsable('int_from_float', loc, input));
}

/** Reads a number; text and booleans count as in `parseInteger`. */
export function parseNumber(loc: Loc, input: unknown, bounds: NumberBounds = {}): PydanticResult<number> {
  if (typeof input === 'boolean') return within(loc, Number(input), input, bounds);
  if (typeof input === 'string') {
    const value = input.trim() === '' ? Number.NaN : Number(input);
    if (Number.isFinite(value)) return within(loc, value, input, bounds);
    return refuse(unparsable('float_parsing', loc, input));
  }
  if (typeof input === 'number' && Number.isFinite(input)) return within(loc, input, input, bounds);
  return refuse(invalidType('number', loc, input));
}

const booleans = new Map([
  ...['true', '1', 'yes', 'on', 't', 'y'].map((word) => [word, true] as const),
  ...['false', '0', 'no', 'off', 'f', 'n'].map((word) => [word, false] as const),
]);

/**
 * Reads a boolean as pydantic does: text true/1/yes/on/t/y and their opposites, in any case, without blanks; the
 * numbers 0 and 1.
 */
export function parseBoolean(loc: Loc, input: unknown): PydanticResult<boolean> {
  if (typeof input === 'boolean') return accept(input);
  const whole = typeof input === 'number' && Number.isInteger(input);
  if (typeof input !== 'string' && !whole) return refuse(invalidType('boolean', loc, input));
  const value = booleans.get(String(input).toLowerCase());
  return value === undefined ? refuse(unparsable('bool_parsing', loc, input)) : accept(value);
}

export function parseLiteral(loc: Loc, input: unknown, values: readonly string[]): PydanticResult<string> {
  return typeof input === 'string' && values.includes(input)
    ? accept(input)
    : refuse(literalError(loc, values, input));
}
