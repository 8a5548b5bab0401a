import type { RealtimeServerMessage } from '../../contract/types.js';
import type { Effect, EffectOf } from '../../world/rules/effects/effect.js';
import { errorMessage } from './messages.js';
import type { RoomFaults } from './session-media.js';
import type { SessionHost } from './types.js';

/** Between the video track and the audio track in media mode `one-by-one`; ours, in real time. */
const ONE_BY_ONE_MS = 1_000;

/** Applies effects to a session as a whole: closes, drops, sends, ends, and adds media faults. */
export class SessionEffects {
  /** Actions that wait for the generation to begin (second 0), or for a billed second. */
  readonly #scheduled: { readonly second: number; readonly action: () => void }[] = [];

  /** The billed second at which the generation is to end. */
  #endSecond = Infinity;

  constructor(
    readonly session: SessionHost,
    readonly addFaults: (faults: RoomFaults) => void,
  ) {}

  /** Ignores effects that are applied elsewhere: to acks, the queue and the connection. */
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
          // A rule may send a message of any shape.
          ports.send(one.message as unknown as RealtimeServerMessage),
        );
        return;
      case 'end':
        return this.#scheduleEnd(one);
      case 'media':
        this.#applyMedia(one);
        return;
      default:
    }
  }

  /** What has not begun cannot end: the client would wait for its generation on an open socket. */
  #scheduleEnd({ afterSeconds = 0, reason, message }: EffectOf<'end'>): void {
    const { session } = this;
    // Only the earliest end applies. The rest is dropped, because a prompt may hold a hundred thousand.
    if (Math.ceil(afterSeconds) >= this.#endSecond) return;
    this.#endSecond = Math.ceil(afterSeconds);
    this.#schedule(afterSeconds, () => session.end(reason, message), session.awaitsGeneration);
  }

  /** Runs what is scheduled for the second that was just billed; for second 0 as the generation begins. */
  onSecond(): void {
    for (const { second, action } of this.#scheduled) if (second === this.session.record.seconds) action();
  }

  /** Runs `action` after this many billed seconds; at once when they have passed, unless it must wait for second 0. */
  #schedule(seconds: number | undefined, action: () => void, waits = false): void {
    const second = Math.ceil(seconds ?? 0);
    if (!waits && second <= this.session.record.seconds) action();
    else this.#scheduled.push({ second, action });
  }

  #applyMedia({ mode, afterSeconds }: EffectOf<'media'>): void {
    switch (mode) {
      case 'no-ice':
        return this.#schedule(afterSeconds, () => this.addFaults({ iceNeverConnects: true }));
      case 'one-by-one':
        return this.#schedule(afterSeconds, () => this.addFaults({ videoTrackDelayMs: ONE_BY_ONE_MS }));
      default: {
        const fault = { frozen: { frozen: true }, black: { black: true }, stop: { stopAfterMs: 0 } }[mode];
        this.#schedule(afterSeconds, () => this.addFaults(fault));
      }
    }
  }
}
