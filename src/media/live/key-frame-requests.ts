/** A receiver that lost the key frame asks again every few milliseconds; one key frame answers all of these requests. */
const MIN_INTERVAL_MS = 250;

/** Requests for a key frame of an encoder, limited in rate. The first frame is always one. */
export class KeyFrameRequests {
  #pending = true;
  #lastAt = -Infinity;

  request(): void {
    this.#pending = true;
  }

  /** Makes the next frame a key frame, whenever the last one was. */
  force(): void {
    this.#pending = true;
    this.#lastAt = -Infinity;
  }

  /** Whether the frame at `at` (real milliseconds) is to be a key frame; then the request is done. */
  take(at: number): boolean {
    if (!this.#pending || at - this.#lastAt < MIN_INTERVAL_MS) return false;
    this.#pending = false;
    this.#lastAt = at;
    return true;
  }
}
