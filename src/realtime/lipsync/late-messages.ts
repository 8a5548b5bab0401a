import type { Clock } from '../../world/time/clock.js';
import type { SessionTimers } from '../session/session-timers.js';

/** Applies a message after its rule's delay, on the account's clock. One at a time. */
export class LateMessages {
  #waiting = false;

  constructor(
    readonly clock: Clock,
    readonly timers: SessionTimers,
  ) {}

  /** Whether a message waits for the clock. */
  get waiting(): boolean {
    return this.#waiting;
  }

  /** Runs `then` after `ms`. A move of the clock waits until it is done. */
  async after(ms: number, then: () => Promise<void>): Promise<void> {
    if (ms <= 0) return then();
    this.#waiting = true;
    await new Promise<void>((resolve, reject) => {
      this.timers.after(ms, 'late LipSync message', () => {
        this.#waiting = false;
        return then().then(resolve, reject);
      });
      // The client waits, so an `auto` clock moves there.
      void this.clock.skipTo(this.clock.now() + ms);
    });
  }
}
