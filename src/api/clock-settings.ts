import type { ClockMode, ClockOptions } from '../world/time/clock.js';

/** How time passes, and from when on. */
export interface ClockSettings {
  readonly mode?: ClockMode;
  /** Virtual seconds per host second. A rate other than 1 makes the clock `scaled`. */
  readonly rate?: number;
  /** When the clock starts: epoch ms or an ISO date. */
  readonly now?: number | string;
}

/** Settings that say how time passes: a mode alone, or the mode with its parts. */
export interface WithClock {
  readonly clock?: ClockMode | ClockSettings;
  readonly now?: number | string;
}

const partsOf = ({ clock, now }: WithClock): ClockSettings => ({
  ...(typeof clock === 'string' ? { mode: clock } : clock),
  ...(now !== undefined && { now }),
});

/**
 * Settings with others laid over them. A mode or a rate above replaces both below, because `scaled` at 60 under
 * `manual` is no clock; the start is a part of its own.
 */
export function mergeSettings<T extends WithClock>(below: T, above: T): T {
  const { mode, rate, now } = partsOf(below);
  const over = partsOf(above);
  const passing = over.mode === undefined && over.rate === undefined ? { mode, rate } : over;
  const start = over.now ?? now;
  return {
    ...below,
    ...above,
    clock: {
      ...(passing.mode !== undefined && { mode: passing.mode }),
      ...(passing.rate !== undefined && { rate: passing.rate }),
      ...(start !== undefined && { now: start }),
    },
    now: undefined,
  };
}

/**
 * The clock that these settings ask for.
 * @param epoch reads a date
 * @throws RangeError for a rate beside a mode that has none
 */
export function clockOptions(settings: WithClock, epoch: (time: number | string) => number): ClockOptions {
  const { mode, rate, now } = partsOf(settings);
  if (rate !== undefined && rate !== 1 && mode !== undefined && mode !== 'scaled' && mode !== 'real')
    throw new RangeError(`A ${mode} clock has no rate: remove "rate", or use the mode "scaled".`);
  return {
    mode: rate !== undefined && rate !== 1 ? 'scaled' : (mode ?? 'real'),
    ...(rate !== undefined && { rate }),
    ...(now !== undefined && { now: epoch(now) }),
  };
}
