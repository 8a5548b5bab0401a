/**
 * Validates a submitted form against its family, answering what a careful FastAPI server would.
 *
 * FastAPI's rules that surprise: empty text counts as absent for every field (so a required prompt given as ""
 * is "Field required", an optional one takes its default); unknown fields are ignored; of repeated fields the
 * last wins; a file part with neither filename nor bytes is no file; an empty file is a file.
 */
import type { ValidationItem } from '../errors.js';
import { formFamilies, type FormFamily, type FormField } from './form-families.js';
import { parseBoolean, parseInteger, parseLiteral, type PydanticResult } from './pydantic-values.js';
import { invalidType, missing, serviceReasons, uploadExpected, valueError, type Loc } from './pydantic.js';
import { parseTrajectory, type TrajectoryPoint } from './trajectory.js';

export type { ValidationItem } from '../errors.js';
export { formFamilies, type FormFamily, type FormField } from './form-families.js';
export type { TrajectoryPoint } from './trajectory.js';

/** Text parts by name, as body parsers give them; anything but text (or a list of texts) is ignored. */
export type FormTexts = Readonly<Record<string, unknown>>;

/** What this module needs of an uploaded part. */
export interface FormFile {
  /** As the client named it. Browsers send "" and no bytes when no file was chosen, which counts as absent. */
  readonly filename?: string;
  /** In bytes. */
  readonly size?: number;
}
export type FormFiles<F> = Readonly<Record<string, F | readonly F[] | undefined>>;

/** The fields of a valid form, defaults filled in. Which ones are present depends on the family. */
export interface FormValues {
  /** null: the family allows no prompt and none was given. */
  prompt?: string | null;
  /** Absent when the server is to choose. */
  seed?: number;
  resolution?: '720p' | '480p';
  enhance_prompt?: boolean;
  self_anchor?: boolean;
  orientation?: string | null;
  trajectory?: readonly TrajectoryPoint[];
  /** null: not given, which means 24 hours. */
  ttl_seconds?: number | 'persistent' | null;
}

/** Files of a valid form by field: data, reference_image, start, end, file. */
export interface FormUploads<F> {
  data?: F;
  reference_image?: F;
  start?: F;
  end?: F;
  file?: F;
}

export type FormResult<F> =
  | { readonly ok: true; readonly values: FormValues; readonly files: FormUploads<F> }
  | { readonly ok: false; readonly items: readonly ValidationItem[] };

type Reading = { readonly value: unknown } | { readonly items: readonly ValidationItem[] };

function last<T>(given: T | readonly T[] | undefined): T | undefined {
  return Array.isArray(given) ? (given as readonly T[]).at(-1) : (given as T | undefined);
}

function own(record: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

/** The value of a field that the client did not send; undefined leaves it out. */
function defaultOf(field: FormField): unknown {
  if ('default' in field) return field.default;
  return field.nullable && field.kind !== 'file' ? null : undefined;
}

function readTtl(loc: Loc, text: string, bounds: { ge: number; le: number }): Reading {
  if (text === 'persistent') return { value: text };
  const seconds = parseInteger(loc, text, bounds);
  if (seconds.ok) return { value: seconds.value };
  return { items: [valueError(loc, serviceReasons.ttl(bounds.ge, bounds.le), text)] };
}

function readText(field: FormField, loc: Loc, text: string): Reading {
  switch (field.kind) {
    case 'string':
      return { value: text };
    case 'file':
      return { items: [uploadExpected(loc, text)] };
    case 'ttl':
      return readTtl(loc, text, field);
    case 'trajectory':
      return parseTrajectory(loc, text, field);
    default: {
      const parsed =
        field.kind === 'integer'
          ? parseInteger(loc, text, field)
          : field.kind === 'boolean'
            ? parseBoolean(loc, text)
            : parseLiteral(loc, text, field.values);
      return parsed.ok ? parsed : { items: [parsed.item] };
    }
  }
}

/** A file where text is expected. The item shows its name, where FastAPI would show the whole upload object. */
function readFile(field: FormField, loc: Loc, file: FormFile): Reading {
  const input = { filename: file.filename ?? null };
  const refusal = (parsed: PydanticResult<unknown>): Reading => ({ items: parsed.ok ? [] : [parsed.item] });
  switch (field.kind) {
    case 'file':
      return { value: file };
    case 'integer':
      return refusal(parseInteger(loc, input));
    case 'boolean':
      return refusal(parseBoolean(loc, input));
    case 'enum':
      return refusal(parseLiteral(loc, input, field.values));
    case 'trajectory':
      return { items: [invalidType('json', loc, input)] };
    default:
      return { items: [invalidType('string', loc, input)] };
  }
}

const isUnchosen = ({ filename, size = 0 }: FormFile): boolean => filename === '' && size === 0;

function readField<F extends FormFile>(field: FormField, texts: FormTexts, files: FormFiles<F>): Reading {
  const loc: Loc = ['body', field.name];
  const file = last(own(files, field.name) as F | readonly F[] | undefined);
  if (file !== undefined && !isUnchosen(file)) return readFile(field, loc, file);
  const text = last(own(texts, field.name));
  if (typeof text === 'string' && text !== '') return readText(field, loc, text);
  return field.required ? { items: [missing(loc)] } : { value: defaultOf(field) };
}

/**
 * SDKs refuse a restyle with both or neither of prompt and picture before sending it. That the server refuses
 * it too, and how, is inferred.
 */
function restyleItems(values: FormValues, files: FormUploads<unknown>): readonly ValidationItem[] {
  const prompted = typeof values.prompt === 'string';
  if (prompted !== (files.reference_image !== undefined)) return [];
  return [valueError(['body'], serviceReasons.promptOrPicture, null)];
}

/**
 * Checks the parts of a form and fills in defaults. The items of a refusal are in declaration order; a caller
 * that also lacks a header puts that item first. Where a name comes both as a file and as text, the file counts.
 */
export function validateForm<F extends FormFile>(
  family: FormFamily,
  texts: FormTexts,
  files: FormFiles<F> = {},
): FormResult<F> {
  const items: ValidationItem[] = [];
  const values: Record<string, unknown> = {};
  const uploads: Record<string, unknown> = {};
  for (const field of formFamilies[family]) {
    const reading = readField(field, texts, files);
    if ('items' in reading) items.push(...reading.items);
    else if (reading.value !== undefined)
      (field.kind === 'file' ? uploads : values)[field.name] = reading.value;
  }
  if (family === 'restyle' && items.length === 0) items.push(...restyleItems(values, uploads));
  return items.length > 0 ? { ok: false, items } : { ok: true, values, files: uploads };
}
