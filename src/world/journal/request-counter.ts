/** Answers by operation and status since the process started. */
export class RequestCounter {
  readonly #counts = new Map<string, Map<number, number>>();

  add(operation: string, status: number): void {
    const counts = this.#counts.get(operation) ?? new Map<number, number>();
    if (counts.size === 0) this.#counts.set(operation, counts);
    counts.set(status, (counts.get(status) ?? 0) + 1);
  }

  list(): readonly { readonly operation: string; readonly status: number; readonly count: number }[] {
    return [...this.#counts].flatMap(([operation, counts]) =>
      [...counts].map(([status, count]) => ({ operation, status, count })),
    );
  }
}
