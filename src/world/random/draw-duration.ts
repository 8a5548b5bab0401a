import { parseDuration } from '../time/duration.js';
import type { Random } from './random.js';

/** A duration: a fixed number of ms, or a distribution drawn from the account's seed. All in ms. */
export type Duration =
  | number
  | { readonly uniform: readonly [min: number, max: number] }
  | { readonly lognormal: { readonly median: number; readonly sigma: number } };

/** A time as people write it: ms, or text like `5s`. */
export type TimeInput = number | string;

/** A `Duration` whose times may be text. */
export type DurationInput =
  | TimeInput
  | { readonly uniform: readonly [min: TimeInput, max: TimeInput] }
  | { readonly lognormal: { readonly median: TimeInput; readonly sigma: number } };

/** The widest `lognormal`: with 10, one draw in six is above the median times 20 000. Far wider, a draw overflows. */
export const MAX_SIGMA = 10;

/** Draws a duration, in ms. */
export function draw(duration: Duration, random: Random): number {
  if (typeof duration === 'number') return duration;
  if ('uniform' in duration) return random.between(...duration.uniform);
  const gauss = Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  return duration.lognormal.median * Math.exp(duration.lognormal.sigma * gauss);
}

const ms = (time: unknown): unknown => (typeof time === 'string' ? (parseDuration(time) ?? time) : time);

/** A time or a distribution of times in ms. Anything else is returned unchanged, for a check to refuse. */
export function inMs(written: unknown): unknown {
  if (typeof written !== 'object' || written === null) return ms(written);
  if ('uniform' in written && Array.isArray(written.uniform))
    return { ...written, uniform: written.uniform.map(ms) };
  const { lognormal } = written as { readonly lognormal?: unknown };
  if (typeof lognormal !== 'object' || lognormal === null || !('median' in lognormal)) return written;
  return { ...written, lognormal: { ...lognormal, median: ms(lognormal.median) } };
}
