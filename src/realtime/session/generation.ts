import { errorText } from '../rejection.js';
import { errorMessage, generationTick } from './messages.js';
import { Meter } from './meter.js';
import type { SessionHost } from './types.js';

/**
 * Seconds over the cap before it applies, as observed: a cap of 30 gave ticks up to 32, and the error instead of the
 * next (facts: api.md 2).
 */
const DURATION_GRACE_S = 2;

/** The billed part of a session: counts its seconds, draws credits, and enforces the limits on duration. */
export class Generation {
  readonly #meter: Meter;

  constructor(
    readonly session: SessionHost,
    /** Called after each billed second. */
    readonly onSecond: () => void,
  ) {
    this.#meter = new Meter(session.terms.account.clock, () => {
      this.#second();
      // A moved clock sends a month of ticks in seconds, more than a client reads in that time.
      return session.ports.drained();
    });
  }

  setFlowing(flowing: boolean): void {
    if (flowing) this.#meter.run();
    else this.#meter.pause();
  }

  #second(): void {
    const { session } = this;
    const { record, ports, id } = session;
    const { account, maxSeconds, trialSeconds, creditsPerSecond } = session.terms;
    if (maxSeconds !== undefined && record.seconds >= maxSeconds + DURATION_GRACE_S) {
      // Observed: this error, then silence on an open socket.
      ports.send(errorMessage(errorText('session_duration_limit')));
      return session.stop('session_duration_limit');
    }
    if (!account.organisation.credits.draw(creditsPerSecond, account.clock.now(), id)) {
      session.end('insufficient_credits');
      ports.send(errorMessage(errorText('insufficient_credits')));
      return ports.close(1008, errorText('insufficient_credits'));
    }
    record.seconds++;
    record.credits = Math.round((record.credits + creditsPerSecond) * 100) / 100;
    ports.send(generationTick(record.seconds));
    if (trialSeconds !== undefined && record.seconds >= trialSeconds) {
      session.end('timeout');
      return ports.close(1000, 'Trial ended');
    }
    this.onSecond();
  }
}
