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

/** Effects whose fields are independent of each other, so that several of them merge into one. */
const merging: ReadonlySet<Effect['type']> = new Set(['ack', 'plan']);

/** One effect instead of several that merge. Where two set a field, the first one counts. */
export function mergeEffects(effects: readonly Effect[]): readonly Effect[] {
  const merged = new Map<Effect['type'], Effect>();
  return effects.flatMap((one) => {
    if (!merging.has(one.type)) return [one];
    const first = merged.get(one.type);
    if (!first) {
      const copy = { ...one };
      merged.set(one.type, copy);
      return [copy];
    }
    Object.assign(first, { ...one, ...first });
    return [];
  });
}

/** The effect of a type among those that fired: merged where its fields are independent, or else the first one. */
export function effect<T extends Effect['type']>(
  effects: readonly Effect[],
  type: T,
): EffectOf<T> | undefined {
  const isOfType = (one: Effect): one is EffectOf<T> => one.type === type;
  if (!merging.has(type)) return effects.find(isOfType);
  return mergeEffects(effects.filter(isOfType)).find(isOfType);
}
