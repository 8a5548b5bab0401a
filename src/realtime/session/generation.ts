import { errorText } from '../rejection.js';
import { errorMessage, generationTick } from './messages.js';
import { Meter } from './meter.js';
import type { DurationCap, SessionHost } from './types.js';

/**
 * Seconds over the cap before it applies, as observed: a cap of 30 gave ticks up to 32, and the error instead of the
 * next (facts: api.md 2).
 */
const DURATION_GRACE_S = 2;
const NORMAL = 1000;

/** The billed part of a session: counts its seconds, draws credits, and enforces the limits on duration. */
export class Generation {
  readonly #meter: Meter;

  constructor(
    readonly session: SessionHost,
    /** Called after each billed second. */
    readonly onSecond: () => void,
  ) {
    this.#meter = new Meter(session.terms.account.clock, () => {
      const done = this.#second();
      // A moved clock sends a month of ticks in seconds, more than a client reads in that time.
      return done ?? session.ports.drained();
    });
  }

  setFlowing(flowing: boolean): void {
    if (flowing) this.#meter.run();
    else this.#meter.pause();
  }

  #second(): Promise<void> | undefined {
    const { session } = this;
    const { record, ports, id } = session;
    const { account, cap, trialSeconds, creditsPerSecond } = session.terms;
    if (cap && record.seconds >= cap.seconds + DURATION_GRACE_S) return this.#reach(cap);
    if (!account.organisation.credits.draw(creditsPerSecond, account.clock.now(), id)) {
      const isLivekit = record.dialect === 'livekit';
      // Clients of direct WebRTC read errors alone.
      session.end('insufficient_credits', isLivekit ? undefined : errorText('insufficient_credits'));
      return undefined;
    }
    record.seconds++;
    record.credits = Math.round((record.credits + creditsPerSecond) * 100) / 100;
    ports.send(generationTick(record.seconds));
    if (trialSeconds !== undefined && record.seconds >= trialSeconds) {
      session.end('timeout');
      ports.close(NORMAL, 'Trial ended');
      return undefined;
    }
    this.onSecond();
    return undefined;
  }

  /** The observed error, then the close, whose code is inferred (facts: api-2026-11-30.md 1.1). */
  async #reach(cap: DurationCap): Promise<void> {
    const { session } = this;
    const text = errorText('session_duration_limit');
    session.stop('session_duration_limit');
    // Before the client can connect again.
    await cap.reach();
    session.ports.send(errorMessage(text));
    session.ports.close(NORMAL, text);
  }
}
