import type { Clock } from '../../world/time/clock.js';
import { hostTime } from '../../world/time/host-time.js';
import type { TimerHandle } from '../../world/time/timer-queue.js';
import type { SessionTimers } from '../session/session-timers.js';

/** Host timers may fire this much early, in ms. */
const SLACK_MS = 20;

/**
 * Acts when the client has sent nothing for some time. Pictures come in real time, so on every clock but a manual one that
 * much real time has to pass too: a scaled clock runs ahead of the client, and an `auto` clock jumps.
 */
export class SilenceTimer {
  #timer: TimerHandle | undefined;
  /** Host time at which the silence is long enough. */
  #hostUntil = 0;

  constructor(
    readonly clock: Clock,
    readonly timers: SessionTimers,
    readonly label: string,
    /** A move of the clock waits for its promise. */
    readonly onSilence: () => void | Promise<void>,
  ) {}

  restart(ms: number): void {
    this.#cancel();
    this.#hostUntil = hostTime.now() + ms;
    this.#arm(ms);
  }

  #cancel(): void {
    if (this.#timer) this.timers.cancel(this.#timer);
    this.#timer = undefined;
  }

  #arm(ms: number): void {
    this.#timer = this.timers.after(ms * this.clock.rate, this.label, () => {
      const left = this.clock.mode === 'manual' ? 0 : this.#hostUntil - hostTime.now();
      return left > SLACK_MS ? this.#arm(left) : this.onSilence();
    });
  }
}
