const sequenceDistance = (from: number, to: number): number => (to - from) & 0xffff;

/**
 * Joins several RTP sources into one stream with continuous sequence numbers and timestamps, so that a receiver sees
 * neither loss nor a jump when the source changes. Losses inside one source stay visible.
 */
export class RtpTimeline {
  #source: string | undefined;
  #sequenceOffset = 0;
  #timestampOffset = 0;
  #nextSequence: number;
  #lastTimestamp: number;
  #lastAt: number | undefined;

  /** `ticks`: RTP ticks a millisecond. */
  constructor(
    readonly ticks: number,
    start: { sequence: number; timestamp: number } = { sequence: 1, timestamp: 1 },
  ) {
    this.#nextSequence = start.sequence;
    this.#lastTimestamp = start.timestamp;
  }

  /** Makes the next packet follow the last one, whatever its number is. */
  restart(): void {
    this.#source = undefined;
  }

  /** The packet's numbers in the joined stream. `at` (real milliseconds) sets the step between two sources. */
  map(
    source: string,
    sequence: number,
    timestamp: number,
    at: number,
  ): { sequence: number; timestamp: number } {
    if (source !== this.#source) {
      this.#source = source;
      const step = this.#lastAt === undefined ? 0 : Math.max(Math.round((at - this.#lastAt) * this.ticks), 1);
      this.#sequenceOffset = (this.#nextSequence - sequence) & 0xffff;
      this.#timestampOffset = (this.#lastTimestamp + step - timestamp) >>> 0;
    }
    const mapped = {
      sequence: (sequence + this.#sequenceOffset) & 0xffff,
      timestamp: (timestamp + this.#timestampOffset) >>> 0,
    };
    const ahead = sequenceDistance(this.#nextSequence, mapped.sequence);
    if (ahead < 0x8000) {
      this.#nextSequence = (mapped.sequence + 1) & 0xffff;
      this.#lastTimestamp = mapped.timestamp;
      this.#lastAt = at;
    }
    return mapped;
  }
}
