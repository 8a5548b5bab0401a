/**
 * JSON bodies as FastAPI takes them: reading the bytes, and turning a schema's issues into 422 items.
 * Loads no schema library itself; callers hand in a schema when they need one.
 */
import type { z, ZodType } from 'zod';
import type { ValidationItem } from '../errors.js';
import { jsonFault } from './json-errors.js';
import {
  atLeast,
  atMost,
  listLength,
  literalError,
  missing,
  textLength,
  valueError,
  type Loc,
} from './pydantic.js';

export type JsonBody =
  /** `undefined`: there was no body. */
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly items: readonly ValidationItem[] }
  /** Not even text; FastAPI answers 400 "There was an error parsing the body". */
  | { readonly ok: false; readonly unreadable: true };

/**
 * Reads a body. One that is declared as something else than JSON comes back as its text, which no model accepts;
 * one that is not declared at all is taken for JSON.
 */
export function readJsonBody(bytes: Uint8Array, contentType?: string): JsonBody {
  if (bytes.length === 0) return { ok: true, value: undefined };
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { ok: false, unreadable: true };
  }
  const type = contentType?.split(';')[0]?.trim().toLowerCase();
  if (type && !/^application\/(?:[\w.+-]+\+)?json$/.test(type)) return { ok: true, value: text };
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch {
    const fault = jsonFault(text) ?? { offset: 0, reason: 'Expecting value' };
    return {
      ok: false,
      items: [
        {
          type: 'json_invalid',
          loc: ['body', fault.offset],
          msg: 'JSON decode error',
          input: {},
          ctx: { error: fault.reason },
        },
      ],
    };
  }
}

type Issue = z.core.$ZodIssue;

function at(body: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    body,
  );
}

const wrongType: Readonly<Record<string, readonly [type: string, msg: string]>> = {
  string: ['string_type', 'Input should be a valid string'],
  array: ['list_type', 'Input should be a valid list'],
  record: ['dict_type', 'Input should be a valid dictionary'],
  object: ['model_attributes_type', 'Input should be a valid dictionary or object to extract fields from'],
  boolean: ['bool_type', 'Input should be a valid boolean'],
  number: ['float_type', 'Input should be a valid number'],
  int: ['int_type', 'Input should be a valid integer'],
};

function outOfBounds(
  issue: z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall,
  loc: Loc,
  input: unknown,
): ValidationItem {
  const [side, limit] =
    issue.code === 'too_small'
      ? (['least', Number(issue.minimum)] as const)
      : (['most', Number(issue.maximum)] as const);
  if (issue.origin === 'string') return textLength(loc, input, side, limit);
  if (issue.origin === 'array') return listLength(loc, Array.isArray(input) ? input : [], side, limit);
  return side === 'least' ? atLeast(loc, limit, input) : atMost(loc, limit, input);
}

/** An item made by the types of `lenient.ts` travels in the issue's params. */
function readyMade(issue: Issue): ValidationItem | undefined {
  return issue.code === 'custom' ? (issue.params?.item as ValidationItem | undefined) : undefined;
}

function toItem(issue: Issue, body: unknown): ValidationItem {
  const loc: Loc = ['body', ...issue.path.map((key) => (typeof key === 'number' ? key : String(key)))];
  const input = at(body, issue.path);
  if (input === undefined)
    return missing(loc, issue.path.length === 0 ? null : at(body, issue.path.slice(0, -1)));
  const ready = readyMade(issue);
  if (ready) return { ...ready, loc };
  switch (issue.code) {
    case 'invalid_type': {
      const [type, msg] = wrongType[issue.expected] ?? ['value_error', issue.message];
      return { type, loc, msg, input };
    }
    case 'invalid_value':
      return literalError(loc, issue.values.map(String), input);
    case 'too_small':
    case 'too_big':
      return outOfBounds(issue, loc, input);
    default:
      return valueError(loc, issue.message, input);
  }
}

export type Validated<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly items: readonly ValidationItem[] };

/** Checks a body (as `readJsonBody` gives it) against a schema of this contract. */
export function validateBody<T>(schema: ZodType<T>, body: unknown): Validated<T> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return { ok: true, value: parsed.data };
  return { ok: false, items: parsed.error.issues.map((issue) => toItem(issue, body)) };
}

/** One line about an item, as HTTP signalling puts it in `detail`: `body.sdp: Field required`. */
export function problemDetail(item: ValidationItem): string {
  return `${item.loc.join('.')}: ${item.msg}`;
}
