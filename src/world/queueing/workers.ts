/** Largest pool. Beyond that, use no limit. */
export const MAX_WORKERS = 10_000;

/** A pool of `count` workers. When a job starts is computed at submit: as soon as one is free. */
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
   * Books the worker that is free first, not before `earliest`, for `busy` ms but not beyond `deadline` (epoch ms).
   * @returns when it starts; at or after the deadline, no worker was free in time and none is booked
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
