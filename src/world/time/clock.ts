/**
 * An account's time. Everything in the world reads this and nothing else, so a test can move it.
 *
 * - `real`: the host's clock.
 * - `scaled`: the host's clock times its rate.
 * - `manual`: stands still until told to move.
 * - `auto`: the host's pace, but whoever waits (a poll, a delayed answer) makes it jump to what is waited for.
 *
 * Time only goes forward. Timers fire in (time, insertion) order, and `advance` resolves after what they started.
 */
export type ClockMode = 'real' | 'scaled' | 'manual' | 'auto';

export interface PendingTimer {
  readonly at: number;
  readonly label: string;
}

export interface TimerHandle {
  cancel(): void;
}

/** What a move of the clock fired. */
export interface Fired {
  /** In order; the first 10,000. */
  readonly fired: readonly PendingTimer[];
  /** All of them. */
  readonly count: number;
}

interface Timer extends PendingTimer {
  readonly order: number;
  readonly fire: () => void | Promise<void>;
}

/** The host's wall clock and timers: the one seam through which real time enters. */
export interface HostTime {
  now(): number;
  after(ms: number, fn: () => void): { cancel(): void };
}

// Captured at load, so that a test's fake timers, installed later in the same process, do not stop the server.
const { setTimeout: hostSetTimeout, clearTimeout: hostClearTimeout } = globalThis;
const { now: hostNow } = Date;
const MAX_HOST_DELAY = 2_147_483_647;

export const hostTime: HostTime = {
  now: hostNow,
  after(ms, fn) {
    const handle = hostSetTimeout(fn, Math.min(Math.max(ms, 0), MAX_HOST_DELAY));
    handle.unref();
    return { cancel: () => hostClearTimeout(handle) };
  },
};

/**
 * Timers that one move fires at most, so that what keeps rescheduling itself ends. A month of a session's seconds, which
 * are 2.6 million, fits.
 */
export const MAX_FIRED = 5_000_000;
/** Of these so many are told one by one: the first. */
export const MAX_TOLD = 10_000;

/** The end of the year 9999: later dates are written differently, and nobody means them. */
export const LAST_TIME = 253_402_300_799_999;
/** Virtual seconds a second, at most. */
export const MAX_RATE = 1_000_000;

export interface ClockOptions {
  readonly mode?: ClockMode;
  /** Virtual seconds a host second; `scaled` only. */
  readonly rate?: number;
  /** Epoch ms at which the clock starts; default the host's now. */
  readonly now?: number;
  readonly host?: HostTime;
  /** Told what fails in a timer that fired with nobody moving the clock; default throws it, uncaught. */
  readonly onDefect?: OnDefect;
}

/** Told of a failure that is no client's: what failed, and where. */
export type OnDefect = (error: unknown, what: string) => void;

/** A move that stopped on its way, after more timers than anybody meant. The clock stands where it stopped. */
export class ClockStopped extends Error {
  override readonly name = 'ClockStopped';
}

const uncaught: OnDefect = (error) =>
  queueMicrotask(() => {
    throw error;
  });

export class Clock {
  #mode: ClockMode;
  #rate: number;
  #base: number;
  #hostBase: number;
  #order = 0;
  readonly #sleepers = new Set<() => void>();
  #timers: Timer[] = [];
  #wake: { cancel(): void } | undefined;
  #moving: Promise<unknown> = Promise.resolve();
  readonly #host: HostTime;
  readonly #onDefect: OnDefect;

  constructor(options: ClockOptions = {}) {
    this.#host = options.host ?? hostTime;
    this.#onDefect = options.onDefect ?? uncaught;
    this.#mode = options.mode ?? 'real';
    this.#rate = this.#mode === 'scaled' ? Math.min(options.rate ?? 1, MAX_RATE) : 1;
    this.#hostBase = this.#host.now();
    this.#base = options.now ?? this.#hostBase;
  }

  get mode(): ClockMode {
    return this.#mode;
  }

  get rate(): number {
    return this.#rate;
  }

  /** Epoch milliseconds, virtual. */
  now(): number {
    if (this.#mode === 'manual') return this.#base;
    return Math.floor(this.#base + (this.#host.now() - this.#hostBase) * this.#rate);
  }

  iso(at = this.now()): string {
    return new Date(at).toISOString();
  }

  /** Switches the mode and keeps the time. */
  setMode(mode: ClockMode, rate = 1): void {
    if (!(rate > 0 && rate <= MAX_RATE))
      throw new RangeError(`A clock cannot run ${rate} times as fast: from above 0 to ${MAX_RATE}.`);
    this.#rebase(this.now());
    this.#mode = mode;
    this.#rate = mode === 'scaled' ? rate : 1;
    this.#arm();
  }

  /** What is due, soonest first. */
  get pending(): readonly PendingTimer[] {
    return this.#timers.map(({ at, label }) => ({ at, label }));
  }

  after(ms: number, label: string, fire: () => void | Promise<void>): TimerHandle {
    return this.at(this.now() + Math.max(ms, 0), label, fire);
  }

  at(time: number, label: string, fire: () => void | Promise<void>): TimerHandle {
    const timer: Timer = { at: Math.min(time, LAST_TIME), label, fire, order: this.#order++ };
    this.#timers.splice(this.#slot(timer), 0, timer);
    this.#arm();
    return {
      cancel: () => {
        const index = this.#timers.indexOf(timer);
        if (index >= 0) this.#timers.splice(index, 1);
      },
    };
  }

  /**
   * Resolves `ms` later, or as soon as `signal` aborts: who gives one asks it which it was. In `auto` mode the clock
   * jumps there at once, because somebody is waiting.
   */
  async sleep(ms: number, label: string, signal?: AbortSignal): Promise<void> {
    if (ms <= 0 || signal?.aborted) return;
    if (this.#mode === 'auto') return this.skipTo(this.now() + ms);
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        timer.cancel();
        this.#sleepers.delete(wake);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      const timer = this.after(ms, label, wake);
      this.#sleepers.add(wake);
      signal?.addEventListener('abort', wake);
    });
  }

  /**
   * Moves by `ms` and fires all that falls due, in order.
   * @throws RangeError when `ms` is negative or no number: time only goes forward. ClockStopped after 5 million timers;
   * whoever moves on from there misses none.
   */
  async advance(ms: number): Promise<Fired> {
    if (!Number.isFinite(ms) || ms < 0)
      throw new RangeError(`Cannot move the clock by ${ms} ms: time only goes forward.`);
    // Worked out when its turn comes, so that two who ask at once both move the clock.
    return this.#inTurn(() => this.#run(this.#within(this.now() + ms)));
  }

  /**
   * Moves to `time` (epoch ms) and resolves after all that fell due has run.
   * @throws RangeError when `time` lies in the past: time only goes forward. ClockStopped as for `advance`.
   */
  async advanceTo(time: number): Promise<Fired> {
    if (!Number.isFinite(time)) throw new RangeError(`Cannot move the clock to ${time}: not a time.`);
    if (time < this.now()) {
      throw new RangeError(
        `Cannot move the clock back from ${this.iso()} to ${this.iso(time)}: time only goes forward.`,
      );
    }
    return this.#inTurn(() => this.#run(this.#within(time)));
  }

  /** @throws RangeError for a time that could not be written as a date any more */
  #within(time: number): number {
    if (time <= LAST_TIME) return time;
    throw new RangeError(`Cannot move the clock beyond ${new Date(LAST_TIME).toISOString()}.`);
  }

  /** Moves to the next timer and fires it; null when none is pending. */
  next(): Promise<PendingTimer | null> {
    return this.#inTurn(async () => {
      const first = this.#timers[0];
      if (!first) return null;
      await this.#run(Math.max(first.at, this.now()));
      return { at: first.at, label: first.label };
    });
  }

  /** In `auto` mode jumps to `time`, if that is ahead and a date; in every other mode does nothing. */
  async skipTo(time: number): Promise<void> {
    const target = Math.min(time, LAST_TIME);
    // The host's time may overtake it on the way, which is no reason to complain.
    if (this.#mode === 'auto' && target > this.now())
      await this.#inTurn(() => this.#run(target, this.#onDefect));
  }

  /** Forgets all timers. Whoever sleeps is woken, so that no client waits for a time that will not come. */
  clear(): void {
    this.#timers = [];
    this.#wake?.cancel();
    for (const wake of this.#sleepers) wake();
    this.#sleepers.clear();
  }

  /** Moves two callers ask for run one after the other. */
  #inTurn<T>(move: () => Promise<T>): Promise<T> {
    const turn = this.#moving.then(move, move);
    this.#moving = turn.catch(() => undefined);
    return turn;
  }

  /** Fires what is due until `target`. A timer that fails ends the move, unless there is somebody else to tell. */
  async #run(target: number, onDefect?: OnDefect): Promise<Fired> {
    const fired: PendingTimer[] = [];
    const counts = new Map<string, number>();
    let count = 0;
    try {
      for (let timer = this.#timers[0]; timer && timer.at <= target; timer = this.#timers[0]) {
        if (count === MAX_FIRED) throw this.#stopped(target, counts);
        this.#timers.shift();
        if (timer.at > this.now()) this.#rebase(timer.at);
        const { at, label } = timer;
        count++;
        counts.set(label, (counts.get(label) ?? 0) + 1);
        if (fired.length < MAX_TOLD) fired.push({ at, label });
        try {
          await timer.fire();
        } catch (error) {
          if (!onDefect) throw error;
          onDefect(error, `the timer "${label}"`);
        }
        // So that a long way with much on it does not keep every client waiting.
        if (count % 500 === 0) await new Promise<void>((resolve) => setImmediate(resolve));
      }
      if (target > this.now()) this.#rebase(target);
      // Answers that the timers released get a turn of the event loop before the mover is told.
      await new Promise<void>((resolve) => setImmediate(resolve));
      return { fired, count };
    } finally {
      this.#arm();
    }
  }

  #stopped(target: number, counts: ReadonlyMap<string, number>): ClockStopped {
    const busiest = [...counts].sort(([, a], [, b]) => b - a).slice(0, 3);
    const share = busiest.map(([label, times]) => `"${label}" ${times} times`).join(', ');
    return new ClockStopped(
      `Stopped at ${this.iso()}, on the way to ${this.iso(target)}, after ${MAX_FIRED} timers: ${share}. ` +
        'All that was due before has happened; move on from there to go the rest of the way.',
    );
  }

  #rebase(time: number): void {
    this.#base = time;
    this.#hostBase = this.#host.now();
  }

  #slot(timer: Timer): number {
    let low = 0;
    let high = this.#timers.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#timers[middle]?.at ?? 0) <= timer.at) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #arm(): void {
    this.#wake?.cancel();
    this.#wake = undefined;
    const first = this.#timers[0];
    if (!first || this.#mode === 'manual') return;
    this.#wake = this.#host.after(
      (first.at - this.now()) / this.#rate,
      () =>
        void this.#inTurn(() => this.#run(this.now(), this.#onDefect)).catch((error: unknown) =>
          this.#onDefect(error, 'the clock'),
        ),
    );
  }
}

/** Host milliseconds, for what is not the world's time: shutting down, and waiting for a client outside. */
export const pause = (ms: number): Promise<void> => new Promise((resolve) => hostTime.after(ms, resolve));
