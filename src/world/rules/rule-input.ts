import { parseDuration } from '../time/duration.js';
import type { Duration, Effect } from './effects.js';
import type { RuleSpec } from './rules.js';

/** A length of time as people write it: ms, or text like `5s`. */
type Time = number | string;

/** A `Duration` whose times may be text. */
export type DurationInput =
  | Time
  | { readonly uniform: readonly [min: Time, max: Time] }
  | { readonly lognormal: { readonly median: Time; readonly sigma: number } };

type Timed = 'ms' | 'pending' | 'processing' | `${string}Ms`;

type Written<T> = T extends Effect
  ? {
      readonly [K in keyof T]: K extends Timed ? (Duration extends T[K] ? DurationInput : T[K] | Time) : T[K];
    }
  : never;

/** An effect as people write it: where it takes ms, text like `5s` does as well. */
export type EffectInput = Written<Effect>;

/** A rule as people write it. */
export type RuleInput = Omit<RuleSpec, 'effect'> & { readonly effect: EffectInput };

const ms = (time: unknown): unknown => (typeof time === 'string' ? (parseDuration(time) ?? time) : time);

/** A time or a distribution of times in ms; whatever is neither stays as it is, to be refused. */
export function inMs(written: unknown): unknown {
  if (typeof written !== 'object' || written === null) return ms(written);
  if ('uniform' in written && Array.isArray(written.uniform))
    return { ...written, uniform: written.uniform.map(ms) };
  const { lognormal } = written as { readonly lognormal?: unknown };
  if (typeof lognormal !== 'object' || lognormal === null || !('median' in lognormal)) return written;
  return { ...written, lognormal: { ...lognormal, median: ms(lognormal.median) } };
}
