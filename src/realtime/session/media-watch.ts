import type { TimerHandle } from '../../world/time/timer-queue.js';
import type { SessionStage } from '../../world/accounts/sessions.js';
import type { RoomFaults } from './session-media.js';
import type { SessionTimers } from './session-timers.js';
import type { SessionTerms } from './types.js';

/** How long a client's media may be lost while its socket is open; ours. */
const LOST_GRACE_MS = 15_000;
/** How long a client may take to connect its media before the warning; ours. SDKs take a few seconds. */
const CONNECT_MS = 10_000;

/** A warning when seconds cannot count because the client never connected its media. */
const NO_MEDIA_WARNING = `A client joined a session and set its state, but connected no media within ${CONNECT_MS / 1_000} s: nothing is generated, and no generation_tick is sent. Connect to the LiveKit room of livekit_room_info, or start the mock with --realtime-media simulated to test messages alone. See docs/reference/realtime-messages.md.`;

/** A session whose media are watched. */
interface WatchedSession {
  readonly id: string;
  readonly stage: SessionStage;
  readonly faults: RoomFaults;
  readonly terms: SessionTerms;
}

/** Whether a session's client has connected its media, and for how long it has lost them. */
export class MediaWatch {
  #state: 'absent' | 'expected' | 'connected' | 'lost' = 'absent';
  #timer: TimerHandle | undefined;

  constructor(readonly timers: SessionTimers) {}

  /**
   * Warns once when the media of a joined session with a state do not come: a client written by hand often connects
   * none, and waits for its first tick.
   */
  expect(session: WatchedSession, hasState: boolean): void {
    if (this.#state !== 'absent' || !hasState) return;
    if (session.stage !== 'joined' || session.faults.iceNeverConnects === true) return;
    this.#state = 'expected';
    this.#timer = this.timers.after(CONNECT_MS, 'media expected', () => {
      if (session.stage === 'joined')
        session.terms.account.warn('realtime.media', [NO_MEDIA_WARNING], session);
    });
  }

  /** The client's media are there, for the first time or again. */
  connected(): void {
    this.#enter('connected');
  }

  /** The client's media are lost. `gone` is called when they do not come back in time. */
  lost(gone: () => void): void {
    if (this.#state === 'lost') return;
    this.#enter('lost');
    this.#timer = this.timers.after(LOST_GRACE_MS, 'client left its room', gone);
  }

  #enter(state: 'connected' | 'lost'): void {
    if (this.#timer) this.timers.cancel(this.#timer);
    this.#timer = undefined;
    this.#state = state;
  }
}
