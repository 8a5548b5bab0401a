import type { Clock } from '../../world/time/clock.js';
import type { TimerHandle } from '../../world/time/timer-queue.js';

const SECOND = 1_000;

/**
 * Measures the time in which frames flow, on the account's clock, and calls `onSecond` after each full second of it. A
 * move of the clock waits for the promise that `onSecond` returns.
 */
export class Meter {
  #flowing = false;
  #timer: TimerHandle | undefined;
  #dueAt = 0;
  #left = SECOND;

  constructor(
    readonly clock: Clock,
    readonly onSecond: () => void | Promise<void>,
  ) {}

  run(): void {
    if (this.#flowing) return;
    this.#flowing = true;
    this.#schedule();
  }

  /** Keeps the part of a second that has passed for the next run. */
  pause(): void {
    if (!this.#flowing) return;
    this.#flowing = false;
    this.#timer?.cancel();
    this.#left = Math.max(this.#dueAt - this.clock.now(), 0);
  }

  #schedule(): void {
    this.#dueAt = this.clock.now() + this.#left;
    this.#timer = this.clock.at(this.#dueAt, 'generation tick', () => {
      this.#left = SECOND;
      this.#dueAt += SECOND;
      const done = this.onSecond();
      if (this.#flowing) this.#schedule();
      return done;
    });
  }
}
