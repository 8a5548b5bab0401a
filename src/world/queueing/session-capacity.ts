/** Where somebody stands who waits for a seat; 1 is next. */
export interface QueuePosition {
  readonly position: number;
  readonly size: number;
}

type QueueNotice = (place: QueuePosition | null) => void;

/**
 * Places at the model servers of one account: who finds none waits in line. Not the concurrency quota, which turns
 * people away (facts: api.md 6).
 */
export class SessionCapacity {
  readonly #taken = new Set<string>();
  readonly #line = new Map<string, QueueNotice>();

  /** `capacity` undefined: there is always a seat. */
  constructor(readonly capacity: number | undefined) {}

  /** Tells `notice` null as soon as there is a seat, perhaps at once, and until then every new place in line. */
  take(id: string, notice: QueueNotice): void {
    if (this.capacity === undefined || this.#taken.size < this.capacity) {
      this.#taken.add(id);
      notice(null);
      return;
    }
    this.#line.set(id, notice);
    notice({ position: this.#line.size, size: this.#line.size });
  }

  place(id: string): QueuePosition | undefined {
    const position = [...this.#line.keys()].indexOf(id) + 1;
    return position === 0 ? undefined : { position, size: this.#line.size };
  }

  /** Gives up a seat, or a place in line. */
  leave(id: string): void {
    const wasWaiting = this.#line.delete(id);
    if (!this.#taken.delete(id) && !wasWaiting) return;
    this.#seatNext();
    // Counted, not looked up: thousands may wait, and leave one after the other.
    const { size } = this.#line;
    let position = 0;
    for (const notice of [...this.#line.values()]) {
      // Whoever is told may leave, and then everybody has been told of that.
      if (this.#line.size !== size) return;
      notice({ position: ++position, size });
    }
  }

  #seatNext(): void {
    const [next] = this.#line;
    if (!next || this.capacity === undefined || this.#taken.size >= this.capacity) return;
    const [id, notice] = next;
    this.#line.delete(id);
    this.#taken.add(id);
    notice(null);
  }
}
