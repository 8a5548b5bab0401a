/** Asynchronous work that a move of the clock waits for. */
export class HeldWork {
  readonly #pending = new Set<Promise<void>>();

  add(work: Promise<void>): void {
    this.#pending.add(work);
    const done = (): void => void this.#pending.delete(work);
    work.then(done, done);
  }

  /** Resolves when this work, and what it added meanwhile, has settled. */
  async settled(): Promise<void> {
    while (this.#pending.size > 0) await Promise.allSettled(this.#pending);
  }
}
