import type { ClockMode, ClockOptions } from '../world/time/clock.js';
import { epochOf } from './epoch.js';

/** How time passes, and when it starts. */
export interface ClockSettings {
  readonly mode?: ClockMode;
  /** Virtual seconds per host second. A rate other than 1 makes the clock `scaled`. */
  readonly rate?: number;
  /** When the clock starts: epoch ms or an ISO date. */
  readonly now?: number | string;
}

/** The settings of the clock: a mode, or `{ mode, rate, now }`. `now` beside `clock` overrides the one in it. */
export interface WithClock {
  readonly clock?: ClockMode | ClockSettings;
  readonly now?: number | string;
}

const partsOf = ({ clock, now }: WithClock): ClockSettings => ({
  ...(typeof clock === 'string' ? { mode: clock } : clock),
  ...(now !== undefined && { now }),
});

/**
 * Overrides settings by others, one by one; the clock by its parts. A mode replaces a lower rate, and a rate a lower
 * mode, because only a scaled clock has a rate.
 */
export function mergeSettings<T extends WithClock>(lower: T, upper: T): T {
  const below = partsOf(lower);
  const above = partsOf(upper);
  const keepsMode = above.rate === undefined;
  const keepsRate = above.mode === undefined || above.mode === 'scaled';
  const mode = above.mode ?? (keepsMode ? below.mode : undefined);
  const rate = above.rate ?? (keepsRate ? below.rate : undefined);
  const now = above.now ?? below.now;
  return {
    ...lower,
    ...upper,
    clock: {
      ...(mode !== undefined && { mode }),
      ...(rate !== undefined && { rate }),
      ...(now !== undefined && { now }),
    },
    now: undefined,
  };
}

/** What contradicts in a clock's settings, as a sentence; undefined when they are valid. */
export function clockProblem({ mode, rate = 1 }: ClockSettings): string | undefined {
  if (rate === 1 || mode === undefined || mode === 'scaled') return undefined;
  return `A ${mode} clock has no rate. Remove the rate, or use the mode scaled.`;
}

/** @throws RangeError for a rate beside a mode that has none, and for text that is not a date */
export function clockOptions(settings: WithClock): ClockOptions {
  const parts = partsOf(settings);
  const problem = clockProblem(parts);
  if (problem !== undefined) throw new RangeError(problem);
  const { mode, rate = 1, now } = parts;
  return {
    mode: mode ?? (rate === 1 ? 'real' : 'scaled'),
    rate,
    ...(now !== undefined && { now: epochOf(now) }),
  };
}
