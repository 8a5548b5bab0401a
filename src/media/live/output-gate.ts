import { now } from '../real-time.js';
import { blocksVideo, NO_FAULTS, type MediaFaults } from './media-faults.js';

/** Decides whether packets of a session's output may be sent: not while held, and not against the faults in force. */
export class OutputGate {
  #faults: MediaFaults = NO_FAULTS;
  #since = { at: now(), frames: 0 };
  #held = false;

  get held(): boolean {
    return this.#held;
  }

  /** @returns whether that changed anything. */
  setHeld(held: boolean): boolean {
    const changed = this.#held !== held;
    this.#held = held;
    return changed;
  }

  /** Replaces the faults in force; frames and milliseconds are counted from now. */
  setFaults(faults: MediaFaults, framesSent: number): void {
    this.#faults = faults;
    this.#since = { at: now(), frames: framesSent };
  }

  blocksVideo(framesSent: number, at: number): boolean {
    return blocksVideo(this.#faults, framesSent - this.#since.frames, at - this.#since.at);
  }

  blocksAudio(at: number): boolean {
    if (this.#held) return true;
    const { stopAfterMs } = this.#faults;
    return stopAfterMs !== undefined && at - this.#since.at >= stopAfterMs;
  }
}
