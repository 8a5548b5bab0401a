import type { Account } from '../world/accounts/account.js';
import type { ClockMode } from '../world/time/clock.js';
import { ClockStopped, type Fired } from '../world/time/fired-log.js';
import type { PendingTimer } from '../world/time/timer-queue.js';
import { parseDuration } from '../world/time/duration.js';
import { ControlError } from './errors.js';

/** Where a move of the clock ended, and the timers that it fired. Epoch ms. */
export interface ClockMove {
  readonly now: number;
  /** In order; the first 10,000. */
  readonly fired: readonly PendingTimer[];
  /** Number of all timers that fired. */
  readonly count: number;
}

const modes: readonly ClockMode[] = ['real', 'scaled', 'manual', 'auto'];

/** The clock of one account. */
export class ClockHandle {
  readonly #account: () => Account;

  constructor(account: () => Account) {
    this.#account = account;
  }

  get mode(): ClockMode {
    return this.#clock.mode;
  }

  /** Virtual seconds per second; 1 unless the mode is `scaled`. */
  get rate(): number {
    return this.#clock.rate;
  }

  /** Epoch ms. */
  now(): number {
    return this.#clock.now();
  }

  /** Timers that have not fired, soonest first: delayed answers, sessions, tickets. Jobs need none. */
  get pending(): readonly PendingTimer[] {
    return this.#clock.pending;
  }

  /** Changes the mode and keeps the time. `rate` is for `scaled` only. */
  setMode(mode: ClockMode, rate?: number): void {
    if (!modes.includes(mode))
      throw new ControlError(
        'bad_input',
        `Unknown clock mode "${String(mode)}". Modes: ${modes.join(', ')}.`,
      );
    if (mode === 'scaled' && !(rate !== undefined && rate > 0 && Number.isFinite(rate)))
      throw new ControlError(
        'bad_input',
        'A scaled clock needs "rate": virtual seconds per second, above 0.',
      );
    refuseRange(() => this.#clock.setMode(mode, rate));
  }

  /**
   * Moves by ms, or by text like `90s`, `10m`, `1h30m`, `2d`. Resolves after the timers that fell due have fired.
   * @throws ControlError bad_input; clock_stopped after 5 million timers, with the time at which the clock stopped
   */
  async advance(by: number | string): Promise<ClockMove> {
    const ms = typeof by === 'number' ? by : parseDuration(by);
    if (ms === undefined || !Number.isFinite(ms))
      throw new ControlError(
        'bad_input',
        `"${by}" is not a duration. Write ms, or text like 90s, 10m, 1h30m.`,
      );
    if (ms < 0)
      throw new ControlError('time_backwards', `Cannot advance by ${ms} ms: time only goes forward.`);
    return this.#moved(await this.#clock.advance(ms).catch(refused));
  }

  /**
   * Moves to a time: a Date, epoch ms or ISO text. Resolves after the timers that fell due have fired.
   * @throws ControlError bad_input, time_backwards, clock_stopped
   */
  async advanceTo(time: Date | number | string): Promise<ClockMove> {
    const at = time instanceof Date ? time.getTime() : typeof time === 'number' ? time : Date.parse(time);
    if (!Number.isFinite(at))
      throw new ControlError(
        'bad_input',
        `"${String(time)}" is not a time. Write it like 2026-05-31T12:00:00Z.`,
      );
    const now = this.#clock.now();
    if (at < now)
      throw new ControlError(
        'time_backwards',
        `Cannot move the clock back from ${this.#clock.iso(now)} to ${this.#clock.iso(at)}: time only goes forward.`,
      );
    return this.#moved(await this.#clock.advanceTo(at).catch(refused));
  }

  /** Moves to the next timer and fires it; null when no timer waits. */
  next(): Promise<PendingTimer | null> {
    return this.#clock.next();
  }

  get #clock(): Account['clock'] {
    return this.#account().clock;
  }

  #moved(fired: Fired): ClockMove {
    return { now: this.#clock.now(), ...fired };
  }
}

/** Turns errors of the clock into those of the control API. @throws ControlError bad_input, clock_stopped */
function refused(error: unknown): never {
  if (error instanceof ClockStopped) throw new ControlError('clock_stopped', error.message);
  if (error instanceof RangeError) throw new ControlError('bad_input', error.message);
  throw error;
}

function refuseRange(change: () => void): void {
  try {
    change();
  } catch (error) {
    refused(error);
  }
}
