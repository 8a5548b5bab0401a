/**
 * Values of forms and JSON bodies, read as leniently as pydantic reads them, and the 422 items when they do not fit.
 *
 * Wordings, spellings accepted and edge cases were compared with FastAPI 0.165 on pydantic 2.14 (see
 * test/unit/contract/fastapi-oracle.json).
 */
import type { ValidationItem } from '../errors.js';

export type Loc = readonly (string | number)[];
export type PydanticResult<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly item: ValidationItem };

const accept = <T>(value: T): PydanticResult<T> => ({ ok: true, value });
const refuse = (item: ValidationItem): { ok: false; item: ValidationItem } => ({ ok: false, item });

export const missing = (loc: Loc, input: unknown = null): ValidationItem => ({
  type: 'missing',
  loc,
  msg: 'Field required',
  input,
});

/** An error a validator of the service itself would raise. */
export const valueError = (loc: Loc, reason: string, input: unknown): ValidationItem => ({
  type: 'value_error',
  loc,
  msg: `Value error, ${reason}`,
  input,
  ctx: { error: {} },
});

export const atLeast = (loc: Loc, ge: number, input: unknown): ValidationItem => ({
  type: 'greater_than_equal',
  loc,
  msg: `Input should be greater than or equal to ${ge}`,
  input,
  ctx: { ge },
});

export const atMost = (loc: Loc, le: number, input: unknown): ValidationItem => ({
  type: 'less_than_equal',
  loc,
  msg: `Input should be less than or equal to ${le}`,
  input,
  ctx: { le },
});

/** `'720p'`, `'720p' or '480p'`, `'a', 'b' or 'c'`. */
export const expectedWords = (values: readonly string[]): string => {
  const quoted = values.map((value) => `'${value}'`);
  const last = quoted.pop() ?? '';
  return quoted.length === 0 ? last : `${quoted.join(', ')} or ${last}`;
};

export const literalError = (loc: Loc, values: readonly string[], input: unknown): ValidationItem => {
  const expected = expectedWords(values);
  return { type: 'literal_error', loc, msg: `Input should be ${expected}`, input, ctx: { expected } };
};

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
  if (!integerText.test(trimmed)) {
    return refuse({
      type: 'int_parsing',
      loc,
      msg: 'Input should be a valid integer, unable to parse string as an integer',
      input: text,
    });
  }
  if (trimmed.length > maxDigits) {
    return refuse({
      type: 'int_parsing_size',
      loc,
      msg: 'Unable to parse input string as an integer, exceeded maximum size',
      input: text,
    });
  }
  return within(loc, Number(trimmed.replaceAll('_', '')), text, bounds);
}

/**
 * Reads an integer as pydantic does: of text, blanks around it, a sign, single underscores and a `.0` are fine;
 * booleans count as 0 and 1.
 */
export function parseInteger(loc: Loc, input: unknown, bounds: NumberBounds = {}): PydanticResult<number> {
  if (typeof input === 'string') return integerFromText(loc, input, bounds);
  if (typeof input === 'boolean') return within(loc, Number(input), input, bounds);
  if (typeof input !== 'number' || !Number.isFinite(input)) {
    return refuse({ type: 'int_type', loc, msg: 'Input should be a valid integer', input });
  }
  if (Number.isInteger(input)) return within(loc, input, input, bounds);
  return refuse({
    type: 'int_from_float',
    loc,
    msg: 'Input should be a valid integer, got a number with a fractional part',
    input,
  });
}

/** Reads a number; text and booleans count as in `parseInteger`. */
export function parseNumber(loc: Loc, input: unknown, bounds: NumberBounds = {}): PydanticResult<number> {
  if (typeof input === 'boolean') return within(loc, Number(input), input, bounds);
  if (typeof input === 'string') {
    const value = input.trim() === '' ? Number.NaN : Number(input);
    if (Number.isFinite(value)) return within(loc, value, input, bounds);
    return refuse({
      type: 'float_parsing',
      loc,
      msg: 'Input should be a valid number, unable to parse string as a number',
      input,
    });
  }
  if (typeof input === 'number' && Number.isFinite(input)) return within(loc, input, input, bounds);
  return refuse({ type: 'float_type', loc, msg: 'Input should be a valid number', input });
}

const truths = new Map([
  ...['true', '1', 'yes', 'on', 't', 'y'].map((word) => [word, true] as const),
  ...['false', '0', 'no', 'off', 'f', 'n'].map((word) => [word, false] as const),
]);

/**
 * Reads a boolean as pydantic does: of text true/1/yes/on/t/y and their opposites, in any case, without blanks;
 * of numbers 0 and 1.
 */
export function parseBoolean(loc: Loc, input: unknown): PydanticResult<boolean> {
  if (typeof input === 'boolean') return accept(input);
  const whole = typeof input === 'number' && Number.isInteger(input);
  if (typeof input !== 'string' && !whole) {
    return refuse({ type: 'bool_type', loc, msg: 'Input should be a valid boolean', input });
  }
  const value = truths.get(String(input).toLowerCase());
  if (value !== undefined) return accept(value);
  return refuse({
    type: 'bool_parsing',
    loc,
    msg: 'Input should be a valid boolean, unable to interpret input',
    input,
  });
}

export function parseLiteral(loc: Loc, input: unknown, values: readonly string[]): PydanticResult<string> {
  return typeof input === 'string' && values.includes(input)
    ? accept(input)
    : refuse(literalError(loc, values, input));
}

/** A list with too few or too many entries. */
export function listLength(
  loc: Loc,
  input: readonly unknown[],
  side: 'least' | 'most',
  limit: number,
): ValidationItem {
  return {
    type: side === 'least' ? 'too_short' : 'too_long',
    loc,
    msg: `List should have at ${side} ${limit} item${limit === 1 ? '' : 's'} after validation, not ${input.length}`,
    input,
    ctx: {
      field_type: 'List',
      [side === 'least' ? 'min_length' : 'max_length']: limit,
      actual_length: input.length,
    },
  };
}

/** Text with too few or too many characters. */
export function textLength(loc: Loc, input: unknown, side: 'least' | 'most', limit: number): ValidationItem {
  return {
    type: side === 'least' ? 'string_too_short' : 'string_too_long',
    loc,
    msg: `String should have at ${side} ${limit} character${limit === 1 ? '' : 's'}`,
    input,
    ctx: { [side === 'least' ? 'min_length' : 'max_length']: limit },
  };
}
