import type { Clock } from '../../world/time/clock.js';
import type { TimerHandle } from '../../world/time/timer-queue.js';

/** The timers of one session, on its account's clock. */
export class SessionTimers {
  /** Created when needed: thousands of sockets may be idle. */
  #pending: Set<TimerHandle> | undefined;

  constructor(readonly clock: Clock) {}

  /** A move of the clock waits for the promise that `then` returns. */
  after(ms: number, label: string, then: () => void | Promise<void>): TimerHandle {
    const timer = this.clock.after(ms, label, () => {
      this.#pending?.delete(timer);
      return then();
    });
    this.#pending ??= new Set();
    this.#pending.add(timer);
    return timer;
  }

  cancel(timer: TimerHandle): void {
    timer.cancel();
    this.#pending?.delete(timer);
  }

  cancelAll(): void {
    for (const timer of this.#pending ?? []) timer.cancel();
    this.#pending = undefined;
  }
}
