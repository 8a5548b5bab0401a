import type { Flat, ValuesOf, WrittenOf } from '../fields.js';
import type { effectRows } from './registry.js';

type AnyRow = (typeof effectRows)[number];
type ReadEffect<R> = R extends AnyRow ? Flat<{ readonly type: R['type'] } & ValuesOf<R['fields']>> : never;
type WrittenEffect<R> = R extends AnyRow
  ? Flat<{ readonly type: R['type'] } & WrittenOf<R['fields']>>
  : never;

/**
 * What a rule, a magic value or a header does to a call: one type per row of the registry. Times in ms.
 * docs/reference/rules.md describes each one.
 */
export type Effect = ReadEffect<AnyRow>;

export type EffectOf<T extends Effect['type']> = Extract<Effect, { type: T }>;

/** An effect as people write it: times may be text like `5s`. */
export type EffectInput = WrittenEffect<AnyRow>;

/** The first effect of a type among those that fired. */
export function effect<T extends Effect['type']>(
  effects: readonly Effect[],
  type: T,
): EffectOf<T> | undefined {
  return effects.find((one): one is EffectOf<T> => one.type === type);
}
