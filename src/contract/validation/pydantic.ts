/**
 * Every wording of a 422, as FastAPI and pydantic word them: the items of its list, by kind of problem.
 *
 * Wordings were compared with FastAPI 0.165 on pydantic 2.14 (see test/unit/contract/fastapi-oracle.json).
 */
import type { ValidationItem } from '../errors.js';

export type Loc = readonly (string | number)[];

export const missing = (loc: Loc, input: unknown = null): ValidationItem => ({
  type: 'missing',
  loc,
  msg: 'Field required',
  input,
});

/** An error that a validator of the service itself would raise. */
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

const invalidTypes: Readonly<Record<string, readonly [type: string, msg: string]>> = {
  string: ['string_type', 'Input should be a valid string'],
  array: ['list_type', 'Input should be a valid list'],
  record: ['dict_type', 'Input should be a valid dictionary'],
  object: ['model_attributes_type', 'Input should be a valid dictionary or object to extract fields from'],
  boolean: ['bool_type', 'Input should be a valid boolean'],
  number: ['float_type', 'Input should be a valid number'],
  int: ['int_type', 'Input should be a valid integer'],
  /** Text that holds JSON. */
  json: ['json_type', 'JSON input should be string, bytes or bytearray'],
};

/** A value of another type. `expected` is a name of zod's, or `json`; `fallback` words the ones not listed. */
export function invalidType(
  expected: string,
  loc: Loc,
  input: unknown,
  fallback = 'Input is not valid',
): ValidationItem {
  const [type, msg] = invalidTypes[expected] ?? ['value_error', fallback];
  return { type, loc, msg, input };
}

export const notAModel = (loc: Loc, className: string, input: unknown): ValidationItem => ({
  type: 'model_type',
  loc,
  msg: `Input should be a valid dictionary or instance of ${className}`,
  input,
  ctx: { class_name: className },
});

const unparsables = {
  int_parsing: 'Input should be a valid integer, unable to parse string as an integer',
  int_parsing_size: 'Unable to parse input string as an integer, exceeded maximum size',
  int_from_float: 'Input should be a valid integer, got a number with a fractional part',
  float_parsing: 'Input should be a valid number, unable to parse string as a number',
  bool_parsing: 'Input should be a valid boolean, unable to interpret input',
} as const;

/** A value of a type that could hold the expected one, and does not. */
export const unparsable = (type: keyof typeof unparsables, loc: Loc, input: unknown): ValidationItem => ({
  type,
  loc,
  msg: unparsables[type],
  input,
});

const lengthBound = (side: 'least' | 'most'): 'min_length' | 'max_length' =>
  side === 'least' ? 'min_length' : 'max_length';

/** A list with too few or too many entries. */
export const listLength = (
  loc: Loc,
  input: readonly unknown[],
  side: 'least' | 'most',
  limit: number,
): ValidationItem => ({
  type: side === 'least' ? 'too_short' : 'too_long',
  loc,
  msg: `List should have at ${side} ${limit} item${limit === 1 ? '' : 's'} after validation, not ${input.length}`,
  input,
  ctx: { field_type: 'List', [lengthBound(side)]: limit, actual_length: input.length },
});

/** Text with too few or too many characters. */
export const textLength = (
  loc: Loc,
  input: unknown,
  side: 'least' | 'most',
  limit: number,
): ValidationItem => ({
  type: side === 'least' ? 'string_too_short' : 'string_too_long',
  loc,
  msg: `String should have at ${side} ${limit} character${limit === 1 ? '' : 's'}`,
  input,
  ctx: { [lengthBound(side)]: limit },
});

/** A text where an upload is expected. */
export const uploadExpected = (loc: Loc, text: string): ValidationItem =>
  valueError(loc, "Expected UploadFile, received: <class 'str'>", text);

/** Why a text is not JSON, in the words of Python's json module, which FastAPI passes on. */
export const jsonReasons = {
  value: 'Expecting value',
  propertyName: 'Expecting property name enclosed in double quotes',
  colon: "Expecting ':' delimiter",
  comma: "Expecting ',' delimiter",
  extraData: 'Extra data',
  controlCharacter: 'Invalid control character at',
  escape: 'Invalid \\escape',
  unicodeEscape: 'Invalid \\uXXXX escape',
  unterminatedString: 'Unterminated string starting at',
  tooDeep: 'Nesting too deep',
} as const;

/** A body that is not JSON; `offset` in characters. */
export const invalidJsonBody = (offset: number, error: string): ValidationItem => ({
  type: 'json_invalid',
  loc: ['body', offset],
  msg: 'JSON decode error',
  input: {},
  ctx: { error },
});

/** A text field that is not the JSON it should be. */
export const invalidJsonField = (loc: Loc, error: string, input: string): ValidationItem => ({
  type: 'json_invalid',
  loc,
  msg: `Invalid JSON: ${error}`,
  input,
  ctx: { error },
});

/** One line about an item, as HTTP signalling puts it in `detail`: `body.sdp: Field required`. */
export const problemDetail = ({ loc, msg }: ValidationItem): string => `${loc.join('.')}: ${msg}`;

/** What the service's own validators would say. These words are inferred. */
export const serviceReasons = {
  ttl: (least: number, most: number): string =>
    `ttl_seconds must be an integer between ${least} and ${most}, or 'persistent'`,
  promptOrPicture: "Must provide either 'prompt' or 'reference_image', but not both",
  trajectory: 'expected a JSON list of points',
  origin: (canonical: string | undefined): string =>
    `Origin must be canonical, scheme://host[:port] with http or https${canonical === undefined ? '' : `: write ${canonical}`}`,
} as const;

/** A value that the service refuses in words of its own, without pydantic's prefix. */
export const refusedValue = (loc: Loc, msg: string, input?: unknown): ValidationItem => ({
  type: 'value_error',
  loc,
  msg,
  ...(input !== undefined && { input }),
});
