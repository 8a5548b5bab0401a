/** Capture times of frames on their way through a decoder and an encoder, which keep only their timestamps. */
export class CaptureTimes {
  /** In the order of the timestamps. */
  readonly #times = new Map<number, bigint>();

  put(timestamp: number, captureTime: bigint): void {
    this.#times.set(timestamp, captureTime);
  }

  /** The time of that frame. Forgets it and those of earlier frames, which were dropped on the way. */
  take(timestamp: number): bigint | undefined {
    const found = this.#times.get(timestamp);
    for (const earlier of this.#times.keys()) {
      if (earlier > timestamp) break;
      this.#times.delete(earlier);
    }
    return found;
  }

  clear(): void {
    this.#times.clear();
  }
}
