import type { Clock } from '../../world/time/clock.js';
import type { TimerHandle } from '../../world/time/timer-queue.js';

const SECOND = 1_000;

/**
 * Counts the time in which frames flow, on the account's clock, and strikes at each full second of it. Whoever moves
 * the clock waits for what `strike` gives.
 */
export class Meter {
  #flowing = false;
  #timer: TimerHandle | undefined;
  #dueAt = 0;
  #left = SECOND;

  constructor(
    readonly clock: Clock,
    readonly strike: () => void | Promise<void>,
  ) {}

  get flowing(): boolean {
    return this.#flowing;
  }

  run(): void {
    if (this.#flowing) return;
    this.#flowing = true;
    this.#arm();
  }

  /** The part of a second that has passed counts on when frames flow again. */
  pause(): void {
    if (!this.#flowing) return;
    this.#flowing = false;
    this.#timer?.cancel();
    this.#left = Math.max(this.#dueAt - this.clock.now(), 0);
  }

  #arm(): void {
    this.#dueAt = this.clock.now() + this.#left;
    this.#timer = this.clock.at(this.#dueAt, 'generation tick', () => {
      this.#left = SECOND;
      this.#dueAt += SECOND;
      const struck = this.strike();
      if (this.#flowing) this.#arm();
      return struck;
    });
  }
}
