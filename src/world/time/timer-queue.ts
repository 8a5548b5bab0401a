/** A timer that is due at `at` (epoch ms). `label` names it in lists and messages. */
export interface PendingTimer {
  readonly at: number;
  readonly label: string;
}

export interface TimerHandle {
  cancel(): void;
}

export interface Timer extends PendingTimer {
  readonly fire: () => void | Promise<void>;
}

/** Timers in the order in which they fire: by time, and by insertion where times are equal. */
export class TimerQueue {
  #timers: Timer[] = [];

  get first(): Timer | undefined {
    return this.#timers[0];
  }

  add(timer: Timer): TimerHandle {
    this.#timers.splice(this.#indexAfter(timer.at), 0, timer);
    return {
      cancel: () => {
        const index = this.#timers.indexOf(timer);
        if (index >= 0) this.#timers.splice(index, 1);
      },
    };
  }

  removeFirst(): void {
    this.#timers.shift();
  }

  /** Soonest first. */
  list(): readonly PendingTimer[] {
    return this.#timers.map(({ at, label }) => ({ at, label }));
  }

  clear(): void {
    this.#timers = [];
  }

  /** Index after the last timer that is due at `time` or before, by binary search. */
  #indexAfter(time: number): number {
    let low = 0;
    let high = this.#timers.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#timers[middle]?.at ?? 0) <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
