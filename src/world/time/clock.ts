import { FiredLog, MAX_FIRED, type Fired } from './fired-log.js';
import { HeldWork } from './held-work.js';
import { hostTime, type HostTime } from './host-time.js';
import { TimerQueue, type PendingTimer, type TimerHandle } from './timer-queue.js';

/**
 * How an account's time passes.
 *
 * - `real`: the host's clock.
 * - `scaled`: the host's clock times a rate.
 * - `manual`: stands still until it is moved.
 * - `auto`: the host's pace, but a wait (a poll, a delayed answer) makes it jump to its end.
 */
export type ClockMode = 'real' | 'scaled' | 'manual' | 'auto';

/** The end of the year 9999. Later dates need the expanded ISO format. */
export const LAST_TIME = 253_402_300_799_999;
/** Most virtual seconds per second. */
export const MAX_RATE = 1_000_000;

export interface ClockOptions {
  readonly mode?: ClockMode;
  /** Virtual seconds per host second; `scaled` only. */
  readonly rate?: number;
  /** Epoch ms at which the clock starts; default the host's now. */
  readonly now?: number;
  readonly host?: HostTime;
  /** Called with the error of a timer that fired without a caller to throw it to; default: an uncaught exception. */
  readonly onDefect?: OnDefect;
  /** Most timers that one move fires; default `MAX_FIRED`. */
  readonly maxFired?: number;
}

/** Called with an internal error that no client caused: the error, and where it happened. */
export type OnDefect = (error: unknown, what: string) => void;

const uncaught: OnDefect = (error) =>
  queueMicrotask(() => {
    throw error;
  });

/**
 * An account's time. The world reads this and no other clock, so a test can move it.
 *
 * Time only goes forward. Timers fire in (time, insertion) order, and `advance` resolves after what they started.
 */
export class Clock {
  #mode: ClockMode;
  #rate: number;
  #base: number;
  #hostBase: number;
  readonly #sleepers = new Set<() => void>();
  readonly #timers = new TimerQueue();
  readonly #work = new HeldWork();
  #wake: { cancel(): void } | undefined;
  #moving: Promise<unknown> = Promise.resolve();
  readonly #host: HostTime;
  readonly #onDefect: OnDefect;
  readonly #maxFired: number;

  constructor(options: ClockOptions = {}) {
    this.#host = options.host ?? hostTime;
    this.#onDefect = options.onDefect ?? uncaught;
    this.#maxFired = options.maxFired ?? MAX_FIRED;
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

  /** Timers that have not fired, soonest first. */
  get pending(): readonly PendingTimer[] {
    return this.#timers.list();
  }

  after(ms: number, label: string, fire: () => void | Promise<void>): TimerHandle {
    return this.at(this.now() + Math.max(ms, 0), label, fire);
  }

  at(time: number, label: string, fire: () => void | Promise<void>): TimerHandle {
    const handle = this.#timers.add({ at: Math.min(time, LAST_TIME), label, fire });
    this.#arm();
    return handle;
  }

  /**
   * Resolves `ms` later, or as soon as `signal` aborts; the caller checks the signal to learn which. In `auto` mode
   * the clock jumps there at once, because a client is waiting.
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
   * Moves by `ms` and fires the timers that fall due, in order.
   * @throws RangeError when `ms` is negative or not a number: time only goes forward. ClockStopped after 5 million
   * timers; a further move continues from there and skips none.
   */
  async advance(ms: number): Promise<Fired> {
    if (!Number.isFinite(ms) || ms < 0)
      throw new RangeError(`Cannot move the clock by ${ms} ms: time only goes forward.`);
    // Computed in its turn, so that two concurrent callers both move the clock.
    return this.#inTurn(() => this.#run(this.#within(this.now() + ms)));
  }

  /**
   * Moves to `time` (epoch ms) and resolves after the timers that fell due have run.
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

  /** @throws RangeError for a time after the last date that ISO 8601 writes with four digits */
  #within(time: number): number {
    if (time <= LAST_TIME) return time;
    throw new RangeError(`Cannot move the clock beyond ${new Date(LAST_TIME).toISOString()}.`);
  }

  /** Moves to the next timer and fires it; null when none is pending. */
  next(): Promise<PendingTimer | null> {
    return this.#inTurn(async () => {
      const { first } = this.#timers;
      if (first) await this.#run(Math.max(first.at, this.now()));
      return first ? { at: first.at, label: first.label } : null;
    });
  }

  /** In `auto` mode jumps to `time`, if it lies ahead; in every other mode does nothing. */
  async skipTo(time: number): Promise<void> {
    const target = Math.min(time, LAST_TIME);
    if (this.#mode !== 'auto' || target <= this.now()) return;
    // Not advanceTo: the host's time may overtake `target` meanwhile, and that is no error.
    await this.#inTurn(() => this.#run(target, this.#onDefect));
  }

  /** A move of the clock waits until `work` has settled. `work` must not wait for the clock. */
  hold(work: Promise<void>): void {
    this.#work.add(work);
  }

  /** Drops all timers. Sleeps end at once, so that no client waits for a time that will not come. */
  clear(): void {
    this.#timers.clear();
    this.#wake?.cancel();
    for (const wake of this.#sleepers) wake();
    this.#sleepers.clear();
  }

  /** Concurrent moves run one after the other. */
  #inTurn<T>(move: () => Promise<T>): Promise<T> {
    const turn = this.#moving.then(move, move);
    this.#moving = turn.catch(() => undefined);
    return turn;
  }

  /** Fires what is due until `target`. A timer that throws ends the move, unless `onDefect` takes the error. */
  async #run(target: number, onDefect?: OnDefect, move = true): Promise<Fired> {
    const log = new FiredLog(this.#maxFired);
    if (move) await this.#work.settled();
    try {
      for (let timer = this.#timers.first; timer && timer.at <= target; timer = this.#timers.first) {
        if (log.isFull) throw log.stopped(this.iso(), this.iso(target));
        this.#timers.removeFirst();
        if (timer.at > this.now()) this.#rebase(timer.at);
        log.add(timer);
        try {
          await timer.fire();
        } catch (error) {
          if (!onDefect) throw error;
          onDefect(error, `the timer "${timer.label}"`);
        }
        if (move) await this.#work.settled();
        // A long move with many timers must not block every client.
        if (log.count % 500 === 0) await new Promise<void>((resolve) => setImmediate(resolve));
      }
      if (target > this.now()) this.#rebase(target);
      // Answers that the timers released get a turn of the event loop before the move resolves.
      await new Promise<void>((resolve) => setImmediate(resolve));
      return log.result();
    } finally {
      this.#arm();
    }
  }

  #rebase(time: number): void {
    this.#base = time;
    this.#hostBase = this.#host.now();
  }

  #arm(): void {
    this.#wake?.cancel();
    this.#wake = undefined;
    const { first } = this.#timers;
    if (!first || this.#mode === 'manual') return;
    this.#wake = this.#host.after(
      (first.at - this.now()) / this.#rate,
      () =>
        void this.#inTurn(() => this.#run(this.now(), this.#onDefect, false)).catch((error: unknown) =>
          this.#onDefect(error, 'the clock'),
        ),
    );
  }
}
