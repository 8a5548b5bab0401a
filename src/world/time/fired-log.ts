import type { PendingTimer } from './timer-queue.js';

/**
 * Most timers that one move fires, so that a timer that keeps rescheduling itself ends. One month of a session's
 * seconds, 2.6 million, fits.
 */
export const MAX_FIRED = 5_000_000;
/** Most timers that a move lists: the first ones. */
export const MAX_LISTED = 10_000;

/** What a move of the clock fired. */
export interface Fired {
  /** In order; the first 10,000. */
  readonly fired: readonly PendingTimer[];
  /** All of them. */
  readonly count: number;
}

/** A move that stopped early because it fired too many timers. The clock stands where it stopped. */
export class ClockStopped extends Error {
  override readonly name = 'ClockStopped';
}

/** Counts the timers that one move fires. */
export class FiredLog {
  readonly #fired: PendingTimer[] = [];
  readonly #counts = new Map<string, number>();
  #count = 0;

  constructor(readonly max: number) {}

  get count(): number {
    return this.#count;
  }

  get isFull(): boolean {
    return this.#count === this.max;
  }

  add({ at, label }: PendingTimer): void {
    this.#count++;
    this.#counts.set(label, (this.#counts.get(label) ?? 0) + 1);
    if (this.#fired.length < MAX_LISTED) this.#fired.push({ at, label });
  }

  result(): Fired {
    return { fired: this.#fired, count: this.#count };
  }

  /** The error for a move that stopped at `now` on the way to `target`, both ISO text. */
  stopped(now: string, target: string): ClockStopped {
    const busiest = [...this.#counts].sort(([, a], [, b]) => b - a).slice(0, 3);
    const share = busiest.map(([label, times]) => `"${label}" ${times} times`).join(', ');
    return new ClockStopped(
      `Stopped at ${now}, on the way to ${target}, after ${this.max} timers: ${share}. ` +
        'Every timer due before that has fired. Move the clock again to continue.',
    );
  }
}
