import { didYouMean } from './nearest.js';

/**
 * Objects as people write them in JSON or YAML: what each field takes, and a sentence for each one that is not valid.
 * By hand, not with zod: each sentence names the field, the value and what to write instead.
 */

/** One kind of value. `Written` is what people may write for it, such as text for a time. */
export interface FieldKind<Value = unknown, Written = Value> {
  readonly accepts: (value: unknown) => boolean;
  /** What to write instead, where the name of the field does not say it. */
  readonly hint?: string;
  /** The words it takes, when it takes no others. */
  readonly words?: readonly string[];
  /** Other words that people write, in lower case, with those meant. */
  readonly meanings?: ReadonlyMap<string, string>;
  /** Converts what is written, such as `5s` to ms. Returns what it cannot convert unchanged. */
  readonly convert?: (written: unknown) => unknown;
  /** For the compiler alone: the types of the value. */
  readonly types?: { readonly value: Value; readonly written: Written };
}

/** The fields of an object by name; optional unless wrapped in `required`. */
export type FieldMap = Readonly<Record<string, FieldKind & { readonly required?: true }>>;

export const required = <K extends FieldKind>(kind: K): K & { readonly required: true } => ({
  ...kind,
  required: true,
});

/** One object type instead of an intersection, so that editors show its fields. */
export type Flat<T> = { [K in keyof T]: T[K] } & {};

interface Required {
  readonly required: true;
}
type Typed<Kind, Side extends 'value' | 'written'> = Kind extends {
  readonly types?: Readonly<Record<Side, infer Type>>;
}
  ? Type
  : never;
type ObjectOf<F, Side extends 'value' | 'written'> = Flat<
  { readonly [K in keyof F as F[K] extends Required ? K : never]: Typed<F[K], Side> } & {
    readonly [K in keyof F as F[K] extends Required ? never : K]?: Typed<F[K], Side>;
  }
>;

/** The object that has these fields, after conversion. */
export type ValuesOf<F extends FieldMap> = ObjectOf<F, 'value'>;
/** The object as people may write it. */
export type WrittenOf<F extends FieldMap> = ObjectOf<F, 'written'>;

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The object with every field converted; unknown fields are kept, to be reported. */
export const convertFields = (
  written: Readonly<Record<string, unknown>>,
  fields: FieldMap,
): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(written).map(([name, value]) => {
      const convert = Object.hasOwn(fields, name) ? fields[name]?.convert : undefined;
      return [name, convert ? convert(value) : value];
    }),
  );

function advice({ words, meanings, hint }: FieldKind, given: unknown): string {
  if (words) return didYouMean(given, words, meanings);
  return hint === undefined ? '' : `; ${hint}`;
}

/** A sentence for each missing, invalid or unknown field of `owner`, such as `effect "delay"`. */
export function fieldProblems(
  value: Readonly<Record<string, unknown>>,
  fields: FieldMap,
  owner: string,
  otherNames: readonly string[] = [],
): readonly string[] {
  const invalid = Object.entries(fields).flatMap(([name, kind]) => {
    const given = value[name];
    if (given === undefined) return kind.required ? [`The ${owner} needs "${name}"`] : [];
    if (kind.accepts(given)) return [];
    return [`"${name}" of the ${owner} is not valid: ${JSON.stringify(given)}${advice(kind, given)}`];
  });
  const names = [...otherNames, ...Object.keys(fields)];
  const unknown = Object.keys(value).filter((name) => !names.includes(name));
  return [...invalid, ...unknown.map((name) => `The ${owner} has no "${name}"${didYouMean(name, names)}`)];
}

/** Ends a sentence with a full stop, unless it has an end. */
export const sentence = (text: string): string => (/[.?]$/.test(text) ? text : `${text}.`);
