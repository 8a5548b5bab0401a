import type { ClockInput, ClockMove, ClockView } from '../contract/control-types.js';
import type { Account } from '../world/accounts/account.js';
import type { ClockMode } from '../world/time/clock.js';
import { ClockStopped, type Fired } from '../world/time/fired-log.js';
import { parseDuration } from '../world/time/duration.js';
import { parseTime } from '../world/time/parse-time.js';
import { loadChecks } from './load-checks.js';
import { ControlError } from './errors.js';
import { clockView, timerView } from './views.js';

/** The clock of one account. */
export class ClockHandle {
  readonly #account: () => Promise<Account>;

  /** @internal */
  constructor(account: () => Promise<Account>) {
    this.#account = account;
  }

  /** Mode, rate, time, and the timers that have not fired, soonest first. Jobs need no timer. */
  async get(): Promise<ClockView> {
    return clockView((await this.#account()).clock);
  }

  /**
   * Sets the mode and keeps the time: a mode, or `{ mode, rate }`. The rate, in virtual seconds per second, is for
   * `scaled` only.
   * @throws ControlError bad_input
   */
  async set(clock: ClockMode | ClockInput): Promise<ClockView> {
    const input = typeof clock === 'string' ? { mode: clock } : clock;
    const { checkArguments, clockInput } = await loadChecks();
    const { mode, rate } = checkArguments(clockInput, input, 'clock.set()');
    const account = await this.#account();
    refuseRange(() => account.clock.setMode(mode, rate));
    return clockView(account.clock);
  }

  /**
   * Moves by ms, or by text like `90s`, `10m`, `1h30m`, `2d`. Resolves after the timers that fell due have fired.
   * @throws ControlError bad_input; clock_stopped after 5 million timers, with the time at which the clock stopped
   */
  async advance(by: number | string): Promise<ClockMove> {
    const ms = typeof by === 'string' ? parseDuration(by) : by;
    if (typeof ms !== 'number' || !Number.isFinite(ms))
      throw new ControlError(
        'bad_input',
        `"${String(by)}" is not a duration. Write ms, or text like 90s, 10m, 1h30m.`,
      );
    if (ms < 0)
      throw new ControlError('time_backwards', `Cannot advance by ${ms} ms: time only goes forward.`);
    const { clock } = await this.#account();
    return moved(clock, await clock.advance(ms).catch(refused));
  }

  /**
   * Moves to a time: a Date, epoch ms or ISO text. Resolves after the timers that fell due have fired.
   * @throws ControlError bad_input, time_backwards, clock_stopped
   */
  async advanceTo(time: Date | number | string): Promise<ClockMove> {
    const at = epochOf(time);
    if (!isDate(at))
      throw new ControlError(
        'bad_input',
        `"${String(time)}" is not a time. Write it like 2026-05-31T12:00:00Z.`,
      );
    const { clock } = await this.#account();
    const now = clock.now();
    if (at < now)
      throw new ControlError(
        'time_backwards',
        `Cannot move the clock back from ${clock.iso(now)} to ${clock.iso(at)}: time only goes forward.`,
      );
    return moved(clock, await clock.advanceTo(at).catch(refused));
  }

  /** Moves to the next timer and fires it; `fired` is empty when no timer waits. */
  async next(): Promise<ClockMove> {
    const { clock } = await this.#account();
    const fired = await clock.next();
    return moved(clock, { fired: fired ? [fired] : [], count: fired ? 1 : 0 });
  }
}

const moved = (clock: Account['clock'], { fired, count }: Fired): ClockMove => ({
  ...clockView(clock),
  fired: fired.map(timerView),
  count,
});

/** Epoch ms; NaN for what is not a time. */
function epochOf(time: unknown): number {
  if (time instanceof Date) return time.getTime();
  if (typeof time === 'number') return time;
  return (typeof time === 'string' ? parseTime(time) : undefined) ?? Number.NaN;
}

/** Whether epoch ms are in the range of a Date: beyond it, no ISO text of them exists. */
const isDate = (at: number): boolean => Number.isFinite(new Date(at).getTime());

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
