import type { RealtimeServerMessage } from '../../contract/types.js';
import type { Effect, EffectOf } from '../../world/rules/effects/effect.js';
import { errorMessage } from './messages.js';
import type { RoomFaults } from './session-media.js';
import type { SessionHost } from './types.js';

/** Between the video track and the audio track in media mode `one-by-one`; ours, in real time. */
const ONE_BY_ONE_MS = 1_000;

const closesConnection = ({ type }: Effect): boolean => type === 'close' || type === 'drop';

/** Applies effects to a session as a whole: closes, drops, sends, ends, and adds media faults. */
export class SessionEffects {
  /** Actions that wait for the generation to begin (second 0), or for a billed second. */
  readonly #scheduled: { readonly second: number; readonly action: () => void }[] = [];

  /** Actions of lists whose `end` has not come. */
  readonly #afterEnd: (() => void)[] = [];

  /** The billed second at which the generation is to end. */
  #endSecond = Infinity;

  constructor(
    readonly session: SessionHost,
    readonly addFaults: (faults: RoomFaults) => void,
  ) {}

  /** Applies a list in its order. Ignores effects that are applied elsewhere: to acks, the queue and the connection. */
  apply(effects: readonly Effect[]): void {
    let follows = false;
    effects.forEach((one, at) => {
      if (one.type === 'end') {
        follows = true;
        // A close of the list replaces the one that follows a terminal reason.
        return this.#scheduleEnd(one, effects.slice(at + 1).some(closesConnection));
      }
      if (one.type === 'media') return this.#applyMedia(one);
      this.#applyToConnection(one, follows);
    });
  }

  /** The generation has ended: applies what waited for that. */
  ended(): void {
    for (const action of this.#afterEnd.splice(0)) action();
  }

  /** `follows`: an `end` stands before it in its list, and comes first, whenever the generation begins. */
  #applyToConnection(one: Effect, follows: boolean): void {
    const action = this.#connectionAction(one);
    if (!action) return;
    const { session } = this;
    const { afterMs } = one as { afterMs?: number };
    session.after(afterMs, `${one.type} by rule`, () => {
      if (follows && session.record.stage !== 'ended') this.#afterEnd.push(action);
      else action();
    });
  }

  #connectionAction(one: Effect): (() => void) | undefined {
    const { ports } = this.session;
    switch (one.type) {
      case 'close':
        return () => {
          if (one.message !== undefined) ports.send(errorMessage(one.message));
          ports.close(one.code, one.reason ?? one.message ?? '');
        };
      case 'drop':
        return () => ports.drop();
      case 'message':
        // A rule may send a message of any shape.
        return () => ports.send(one.message as unknown as RealtimeServerMessage);
      default:
        return undefined;
    }
  }

  /** What has not begun cannot end: the client would wait for its generation on an open socket. */
  #scheduleEnd({ afterSeconds = 0, reason, message }: EffectOf<'end'>, closedByList: boolean): void {
    const { session } = this;
    // Only the earliest end applies. The rest is dropped, because a prompt may hold a hundred thousand.
    if (Math.ceil(afterSeconds) >= this.#endSecond) return;
    this.#endSecond = Math.ceil(afterSeconds);
    this.#schedule(afterSeconds, () => session.end(reason, message, closedByList), session.awaitsGeneration);
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
