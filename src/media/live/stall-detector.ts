import { every, now, type StopTimer } from '../real-time.js';

const STALL_MS = 1000;

export interface OutputEvents {
  /** The first video frame was sent. */
  firstMedia?(): void;
  /** No frame was sent for a second. */
  mediaStopped?(): void;
  /** Frames are sent again. */
  mediaResumed?(): void;
}

/** Reports when frames start, stall and resume: a session is billed for the seconds in which they flow. */
export class StallDetector {
  #state: 'idle' | 'flowing' | 'stalled' = 'idle';
  #lastFrameAt = -Infinity;
  readonly #stopTimer: StopTimer;

  constructor(readonly events: OutputEvents) {
    this.#stopTimer = every(STALL_MS / 4, () => this.#check());
  }

  get flowing(): boolean {
    return this.#state === 'flowing';
  }

  /** To be called for each frame. */
  frame(): void {
    this.#lastFrameAt = now();
    const before = this.#state;
    this.#state = 'flowing';
    if (before === 'idle') this.events.firstMedia?.();
    else if (before === 'stalled') this.events.mediaResumed?.();
  }

  /** Reports a stall now, without waiting for a second without frames. */
  stop(): void {
    if (this.#state !== 'flowing') return;
    this.#state = 'stalled';
    this.events.mediaStopped?.();
  }

  close(): void {
    this.#stopTimer();
  }

  #check(): void {
    if (now() - this.#lastFrameAt >= STALL_MS) this.stop();
  }
}
