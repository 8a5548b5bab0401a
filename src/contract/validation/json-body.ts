/**
 * JSON bodies as FastAPI takes them: reading the bytes, and turning a schema's issues into 422 items.
 * Loads no schema library itself: callers pass a schema when they need one.
 */
import type { z, ZodType } from 'zod';
import type { ValidationItem } from '../errors.js';
import { jsonSyntaxError } from './json-errors.js';
import {
  atLeast,
  atMost,
  invalidJsonBody,
  invalidType,
  jsonReasons,
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
  /** Not text; FastAPI answers 400 "There was an error parsing the body". */
  | { readonly ok: false; readonly unreadable: true };

/**
 * Reads a body. One with another content type than JSON is returned as its text, which no model accepts. One without a
 * content type is read as JSON.
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
    const { offset, reason } = jsonSyntaxError(text) ?? { offset: 0, reason: jsonReasons.value };
    return { ok: false, items: [invalidJsonBody(offset, reason)] };
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

/** The types of `lenient.ts` put their item into the issue's params. */
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
    case 'invalid_type':
      return invalidType(issue.expected, loc, input, issue.message);
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
