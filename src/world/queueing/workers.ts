/** As many as there can be; whoever wants more wants as many as needed. */
export const MAX_WORKERS = 10_000;

/** A pool of `count` workers: a job starts when one is free, worked out when it is submitted. */
export class Workers {
  /** Epoch ms at which each worker is free. */
  #freeAt: number[];

  constructor(count: number) {
    this.#freeAt = new Array<number>(count).fill(0);
  }

  /** When each worker is free, for a snapshot. */
  save(): readonly number[] {
    return [...this.#freeAt];
  }

  load(freeAt: readonly number[]): void {
    this.#freeAt = [...freeAt];
  }

  /**
   * Takes the worker that is free first, from `earliest` at the soonest, for `busy` ms and no longer than `deadline`
   * (epoch ms). A start at or after the deadline means that none came free in time; then none is taken.
   */
  take(earliest: number, busy: number, deadline: number): number {
    let first = 0;
    this.#freeAt.forEach((at, index) => {
      if (at < (this.#freeAt[first] ?? 0)) first = index;
    });
    const start = Math.max(earliest, this.#freeAt[first] ?? 0);
    if (start < deadline) this.#freeAt[first] = Math.min(start + busy, deadline);
    return start;
  }
}
