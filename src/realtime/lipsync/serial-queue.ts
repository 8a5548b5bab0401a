/** Runs asynchronous steps one after the other, in the order in which they came. */
export class SerialQueue {
  #last: Promise<void> = Promise.resolve();
  #waiting = 0;
  #bytes = 0;

  constructor(readonly onError: (error: unknown) => void) {}

  /** Steps that have not ended. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Bytes that they hold. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Resolves when every step so far has ended. */
  idle(): Promise<void> {
    return this.#last;
  }

  /** Resolves after this step; never rejects. `bytes`: what the step holds until then. */
  add(step: () => Promise<void>, bytes = 0): Promise<void> {
    this.#waiting++;
    this.#bytes += bytes;
    this.#last = this.#last
      .then(step)
      .catch(this.onError)
      .finally(() => {
        this.#waiting--;
        this.#bytes -= bytes;
      });
    return this.#last;
  }
}
