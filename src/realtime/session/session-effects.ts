import type { RealtimeServerMessage } from '../../contract/types.js';
import type { Effect, EffectOf } from '../../world/rules/effects/effect.js';
import { errorMessage } from './messages.js';
import type { RoomFaults } from './session-media.js';
import type { Session } from './session.js';

/** Between the first track and the second, where a rule makes them come one by one; ours, in real time. */
const ONE_BY_ONE_MS = 1_000;

/** What rules order for a session as a whole: closing, cutting, sending, ending, spoilt pictures. */
export class SessionEffects {
  /** What is to happen once so many seconds are billed. */
  readonly #appointments: { readonly seconds: number; readonly keep: () => void }[] = [];

  constructor(
    readonly session: Session,
    readonly spoil: (faults: RoomFaults) => void,
  ) {}

  /** Overlooks effects that are carried out elsewhere: acks, the queue, what concerns the connecting. */
  apply(one: Effect): void {
    const { session } = this;
    const { ports } = session;
    switch (one.type) {
      case 'close':
        session.after(one.afterMs, 'close by rule', () => {
          if (one.message !== undefined) ports.send(errorMessage(one.message));
          ports.close(one.code, one.reason ?? one.message ?? '');
        });
        return;
      case 'drop':
        session.after(one.afterMs, 'drop by rule', () => ports.drop());
        return;
      case 'message':
        session.after(one.afterMs, 'message by rule', () =>
          // The rule's author answers for its shape.
          ports.send(one.message as unknown as RealtimeServerMessage),
        );
        return;
      case 'end':
        this.#atSecond(one.afterSeconds, () => session.end(one.reason, one.message));
        return;
      case 'media':
        this.#media(one);
        return;
      default:
    }
  }

  /** Another second of generation is billed. */
  second(): void {
    for (const { seconds, keep } of this.#appointments) if (seconds === this.session.record.seconds) keep();
  }

  /** Seconds of generation, not of the clock; at once when they have passed already. */
  #atSecond(seconds: number | undefined, keep: () => void): void {
    const whole = Math.ceil(seconds ?? 0);
    if (whole <= this.session.record.seconds) keep();
    else this.#appointments.push({ seconds: whole, keep });
  }

  #media({ mode, afterSeconds }: EffectOf<'media'>): void {
    switch (mode) {
      case 'no-ice':
        return this.spoil({ iceNeverConnects: true });
      case 'one-by-one':
        return this.spoil({ videoTrackDelayMs: ONE_BY_ONE_MS });
      default: {
        const fault = { frozen: { frozen: true }, black: { black: true }, stop: { stopAfterMs: 0 } }[mode];
        this.#atSecond(afterSeconds, () => this.spoil(fault));
      }
    }
  }
}
