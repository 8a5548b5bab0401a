import { fieldProblems, type FieldMap } from '../fields.js';
import type { Operation } from '../operations.js';
import { answerEffects } from './answers.js';
import type { Directive, EffectRow } from './effect-row.js';
import { jobEffects } from './jobs.js';
import { mediaEffects } from './media.js';
import { socketEffects } from './sockets.js';
import { transferEffects } from './transfers.js';
import { waitingEffects } from './waiting.js';

/** Every effect, in the order of the reference page. The type `Effect` comes from these rows. */
export const effectRows = [
  ...answerEffects,
  ...transferEffects,
  ...jobEffects,
  ...socketEffects,
  ...waitingEffects,
  ...mediaEffects,
] as const;

type EffectType = (typeof effectRows)[number]['type'];

const rows: ReadonlyMap<string, EffectRow> = new Map(effectRows.map((row) => [row.type, row]));

/** The row of an effect; undefined when there is no such effect. */
export const rowOf = (type: unknown): EffectRow | undefined =>
  typeof type === 'string' ? rows.get(type) : undefined;

export const effectTypes: readonly EffectType[] = effectRows.map(({ type }) => type);

/** Former types of effects, and the present ones. */
export const formerEffectTypes: ReadonlyMap<string, string> = new Map(
  [...rows.values()].flatMap(({ type, formerly }) => (formerly === undefined ? [] : [[formerly, type]])),
);

/** The operations to which an effect applies. */
export const operationsOf = (type: EffectType): readonly Operation[] =>
  rows.get(type)?.appliesTo.operations ?? [];

/** An effect with any fields. */
type AnyEffect = Readonly<Record<string, unknown>> & { readonly type: EffectType };

/** A sentence for each reason why an operation does not read an effect, or not all of it. */
export function operationProblems(effect: AnyEffect, operation: Operation): readonly string[] {
  const { type } = effect;
  if (!operationsOf(type).includes(operation))
    return [
      `The effect "${type}" does not apply to ${operation}; it applies to ${operationsOf(type).join(', ')}`,
    ];
  const row = rows.get(type);
  const narrow = row?.narrowed?.[operation];
  if (!row || !narrow) return [];
  const known = Object.fromEntries(
    Object.entries(effect).filter(([name]) => Object.hasOwn(row.fields, name)),
  );
  const problemsBy = (fields: FieldMap) => fieldProblems(known, fields, `effect "${type}" on ${operation}`);
  // What no operation reads is reported once, for the effect itself.
  const general = problemsBy(row.fields);
  return problemsBy(narrow).filter((problem) => !general.includes(problem));
}

export const appliesTo = (effect: AnyEffect, operation: Operation): boolean =>
  operationProblems(effect, operation).length === 0;

/** A directive with the effect that it triggers. */
export interface EffectDirective {
  readonly directive: Directive;
  readonly type: EffectType;
}

/** Every prompt directive, in the order of the registry. */
export const directives: readonly EffectDirective[] = effectRows.flatMap((row: EffectRow) =>
  (row.directives ?? []).map((directive) => ({ directive, type: row.type as EffectType })),
);
