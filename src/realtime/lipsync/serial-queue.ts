/** Runs asynchronous steps one after the other, in the order in which they came. */
export class SerialQueue {
  #last: Promise<void> = Promise.resolve();
  #waiting = 0;

  constructor(readonly onError: (error: unknown) => void) {}

  /** Steps that have not ended. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Resolves after this step; never rejects. */
  add(step: () => Promise<void>): Promise<void> {
    this.#waiting++;
    this.#last = this.#last
      .then(step)
      .catch(this.onError)
      .finally(() => this.#waiting--);
    return this.#last;
  }
}
