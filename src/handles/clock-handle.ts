import type { ClockInput, ClockMove, ClockView } from '../contract/control-types.js';
import type { Account } from '../world/accounts/account.js';
import type { ClockMode } from '../world/time/clock.js';
import { ClockStopped, type Fired } from '../world/time/fired-log.js';
import { parseDuration } from '../world/time/duration.js';
import { parseTime } from '../world/time/parse-time.js';
import { ControlError } from './errors.js';
import { checkNames } from './names.js';
import { clockView, timerView } from './views.js';

const modes: readonly ClockMode[] = ['real', 'scaled', 'manual', 'auto'];

/** The clock of one account. */
export class ClockHandle {
  readonly #account: () => Account;

  /** @internal */
  constructor(account: () => Account) {
    this.#account = account;
  }

  /** Mode, rate, time, and the timers that have not fired, soonest first. Jobs need no timer. */
  async get(): Promise<ClockView> {
    return clockView(this.#clock);
  }

  /**
   * Sets the mode and keeps the time: a mode, or `{ mode, rate }`. The rate, in virtual seconds per second, is for
   * `scaled` only.
   * @throws ControlError bad_input
   */
  async set(clock: ClockMode | ClockInput): Promise<ClockView> {
    const input = typeof clock === 'string' ? { mode: clock } : clock;
    checkNames(input, ['mode', 'rate'], 'a clock');
    const { mode, rate } = input;
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
    return clockView(this.#clock);
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
    const at = time instanceof Date ? time.getTime() : typeof time === 'number' ? time : parseTime(time);
    if (at === undefined || !Number.isFinite(at))
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

  /** Moves to the next timer and fires it; `fired` is empty when no timer waits. */
  async next(): Promise<ClockMove> {
    const fired = await this.#clock.next();
    return this.#moved({ fired: fired ? [fired] : [], count: fired ? 1 : 0 });
  }

  get #clock(): Account['clock'] {
    return this.#account().clock;
  }

  #moved({ fired, count }: Fired): ClockMove {
    return { ...clockView(this.#clock), fired: fired.map(timerView), count };
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
