/**
 * The `trajectory` field of lucy-motion: a list of points, as JSON (JavaScript, Android, iOS) or as a Python
 * literal (the Python SDK sends `str(list)`). Bounds are those every SDK enforced; that the server enforced
 * them too, and that it read the Python form, is inferred.
 */
import { parseJson } from './json-bounds.js';
import type { ValidationItem } from '../errors.js';
import { parseInteger, parseNumber, type PydanticResult } from './pydantic-values.js';
import {
  invalidJsonField,
  invalidType,
  listLength,
  missing,
  notAModel,
  serviceReasons,
  type Loc,
} from './pydantic.js';

/** Where the picture's anchor is at a frame; x and y are usually fractions of the picture, 0 to 1. */
export interface TrajectoryPoint {
  readonly frame: number;
  readonly x: number;
  readonly y: number;
}

export type TrajectoryResult =
  | { readonly ok: true; readonly value: readonly TrajectoryPoint[] }
  | { readonly ok: false; readonly items: readonly ValidationItem[] };

/** `[{'frame': 0}]` to `[{"frame": 0}]`; only text made of numbers, names and brackets qualifies. */
function fromPython(text: string): string | undefined {
  if (!/^[\s[\]{}:,.'\w+-]*$/.test(text)) return undefined;
  const words: Record<string, string> = { True: 'true', False: 'false', None: 'null' };
  return text.replaceAll("'", '"').replace(/\b(?:True|False|None)\b/g, (word) => words[word] ?? word);
}

function read(text: string): { value: unknown } | undefined {
  for (const candidate of [text, fromPython(text)]) {
    if (candidate === undefined) continue;
    try {
      return { value: parseJson(candidate) };
    } catch {
      continue;
    }
  }
  return undefined;
}

function coordinate(loc: Loc, name: keyof TrajectoryPoint, input: unknown): PydanticResult<number> {
  return name === 'frame' ? parseInteger(loc, input, { ge: 0 }) : parseNumber(loc, input, { ge: 0 });
}

const names = ['frame', 'x', 'y'] as const;

function point(loc: Loc, input: unknown, items: ValidationItem[]): TrajectoryPoint {
  const found = { frame: 0, x: 0, y: 0 };
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    items.push(notAModel(loc, 'TrajectoryPoint', input));
    return found;
  }
  const given = input as Readonly<Record<string, unknown>>;
  for (const name of names) {
    if (!Object.hasOwn(given, name)) items.push(missing([...loc, name], input));
    else {
      const value = coordinate([...loc, name], name, given[name]);
      if (value.ok) found[name] = value.value;
      else items.push(value.item);
    }
  }
  return found;
}

/** Reads the field; the items of a refusal are shaped as pydantic's for a JSON list of models. */
export function parseTrajectory(
  loc: Loc,
  text: string,
  bounds: { minItems: number; maxItems: number },
): TrajectoryResult {
  const parsed = read(text);
  if (!parsed) return { ok: false, items: [invalidJsonField(loc, serviceReasons.trajectory, text)] };
  const list = parsed.value;
  if (!Array.isArray(list)) return { ok: false, items: [invalidType('array', loc, list)] };
  if (list.length > bounds.maxItems)
    return { ok: false, items: [listLength(loc, list, 'most', bounds.maxItems)] };
  const items: ValidationItem[] = [];
  const value = list.map((entry: unknown, index) => point([...loc, index], entry, items));
  if (items.length === 0 && list.length < bounds.minItems)
    items.push(listLength(loc, list, 'least', bounds.minItems));
  return items.length === 0 ? { ok: true, value } : { ok: false, items };
}
