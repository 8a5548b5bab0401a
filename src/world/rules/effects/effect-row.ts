import type { FieldMap, ValuesOf, WrittenOf } from '../fields.js';
import type { Operation } from '../operations.js';
import type { DirectiveValue } from './directive-values.js';
import type { OperationGroup } from './operation-groups.js';

/** Sent by a client, and what the client then sees on each surface: a row of the magic values table. */
export interface DirectiveDoc {
  /** The value of the example, for a directive that takes one. */
  readonly value?: string;
  /** `surface: result`, separated by `; `; `test/unit/api/magic-values.test.ts` runs each one. */
  readonly sees: string;
}

/** A prompt directive, `[mock:name]` or `[mock:name=value]`, that triggers the effect. */
export interface Directive<Values = object> {
  readonly name: string;
  /** The name before; it is refused with a hint. */
  readonly formerly?: string;
  readonly value?: Pick<DirectiveValue<unknown>, 'placeholder' | 'expected'>;
  /** The effect's fields; undefined when the value is not valid. */
  readonly fieldsFor: (value: string) => Values | undefined;
  readonly doc: DirectiveDoc;
}

/** All about one effect: parser, "did you mean", directives, warnings and both reference pages read it. */
export interface EffectRow<Type extends string = string, F extends FieldMap = FieldMap> {
  readonly type: Type;
  /** The type before; it is refused with a hint. */
  readonly formerly?: string;
  readonly fields: F;
  readonly appliesTo: OperationGroup;
  /** The fields that an operation of the group reads, where it does not read all of them. */
  readonly narrowed?: Readonly<Partial<Record<Operation, FieldMap>>>;
  /** What is wrong with fields that are valid each on its own; undefined when nothing is. */
  readonly problem?: (fields: Readonly<Record<string, unknown>>) => string | undefined;
  readonly directives?: readonly Directive<ValuesOf<F>>[];
  /** It hits the connection or the generation, so a prompt that an SDK repeats after a reconnect triggers it once. */
  readonly oncePerPrompt?: true;
  readonly doc: {
    readonly text: string;
    readonly example: { readonly operation: Operation } & WrittenOf<F>;
  };
}

/** One row of the registry; the type of the effect comes from its fields. */
export const effectRow = <const Type extends string, F extends FieldMap>(
  type: Type,
  fields: F,
  rest: Omit<EffectRow<Type, F>, 'type' | 'fields'>,
): EffectRow<Type, F> => ({ type, fields, ...rest });

/** A directive without a value. */
export const directive = <const Values>(
  name: string,
  fields: Values,
  doc: DirectiveDoc,
  formerly?: string,
): Directive<Values> => ({
  name,
  fieldsFor: () => fields,
  doc,
  ...(formerly !== undefined && { formerly }),
});

/** A directive with a value. */
export const directiveWith = <Value, Values>(
  name: string,
  { parse, placeholder, expected }: DirectiveValue<Value>,
  fieldsOf: (value: Value) => Values,
  doc: DirectiveDoc,
): Directive<Values> => ({
  name,
  value: { placeholder, expected },
  fieldsFor: (text) => {
    const value = parse(text);
    return value === undefined ? undefined : fieldsOf(value);
  },
  doc,
});
