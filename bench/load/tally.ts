/** Counts of what a load did, by the name of the work. */
export class Tally {
  readonly #done = new Map<string, number>();
  /** Answers that the load did not expect, the first of each kind with an example. */
  readonly unexpected = new Map<string, { count: number; example: string }>();
  /** Work without an answer in its time, by name. */
  readonly hung = new Map<string, number>();

  get total(): number {
    return [...this.#done.values()].reduce((sum, each) => sum + each, 0);
  }

  get hangs(): number {
    return [...this.hung.values()].reduce((sum, each) => sum + each, 0);
  }

  get unexpectedTotal(): number {
    return [...this.unexpected.values()].reduce((sum, { count }) => sum + count, 0);
  }

  done(name: string): void {
    this.#done.set(name, (this.#done.get(name) ?? 0) + 1);
  }

  hang(name: string): void {
    this.hung.set(name, (this.hung.get(name) ?? 0) + 1);
  }

  refuse(kind: string, example: string): void {
    const known = this.unexpected.get(kind);
    if (known) known.count++;
    else this.unexpected.set(kind, { count: 1, example: example.slice(0, 300) });
  }

  /** Names and counts, most frequent first. */
  byName(): [string, number][] {
    return [...this.#done].sort(([, one], [, other]) => other - one);
  }
}
