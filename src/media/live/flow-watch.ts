import { every, now, type StopTimer } from '../real-time.js';

const IDLE_MS = 1000;

export interface FlowEvents {
  /** The first video frame of the output left. */
  firstMedia?(): void;
  /** No frame has left for a second. */
  mediaStopped?(): void;
  /** Frames leave again. */
  mediaResumed?(): void;
}

/** Tells when frames begin to leave, stop and go on: the seconds in which they do are what a session is billed for. */
export class FlowWatch {
  #state: 'never' | 'flowing' | 'stopped' = 'never';
  #lastFrameAt = -Infinity;
  readonly #stop: StopTimer;

  constructor(readonly events: FlowEvents) {
    this.#stop = every(IDLE_MS / 4, () => this.#check());
  }

  get flowing(): boolean {
    return this.#state === 'flowing';
  }

  frame(): void {
    this.#lastFrameAt = now();
    const before = this.#state;
    this.#state = 'flowing';
    if (before === 'never') this.events.firstMedia?.();
    else if (before === 'stopped') this.events.mediaResumed?.();
  }

  close(): void {
    this.#stop();
  }

  #check(): void {
    if (this.#state !== 'flowing' || now() - this.#lastFrameAt < IDLE_MS) return;
    this.#state = 'stopped';
    this.events.mediaStopped?.();
  }
}
