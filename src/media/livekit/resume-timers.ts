import { after, type StopTimer } from '../real-time.js';

/** The time that each participant without a socket has left to resume. */
export class ResumeTimers {
  readonly #stops = new Map<string, StopTimer>();

  /** Calls `expired` after `ms` in real time, unless `stop` is called before. */
  start(participantSid: string, ms: number, expired: () => void): void {
    this.#stops.set(participantSid, after(ms, expired));
  }

  stop(participantSid: string): void {
    this.#stops.get(participantSid)?.();
    this.#stops.delete(participantSid);
  }
}
