/** Position of a waiting session; 1 is next. */
export interface QueuePosition {
  readonly position: number;
  readonly size: number;
}

/** Called with each new position, and with null when the session may start. */
type QueueListener = (position: QueuePosition | null) => void;

/**
 * Limits how many sessions of one account run at once; further ones queue. Not the concurrency quota, which refuses
 * them (facts: api.md 6).
 */
export class SessionCapacity {
  readonly #running = new Set<string>();
  readonly #queue = new Map<string, QueueListener>();

  /** @param capacity undefined for unlimited */
  constructor(readonly capacity: number | undefined) {}

  /** Starts a session, or queues it. Calls `listener` at once and on every change until the session starts. */
  enter(id: string, listener: QueueListener): void {
    if (this.capacity === undefined || this.#running.size < this.capacity) {
      this.#running.add(id);
      listener(null);
      return;
    }
    this.#queue.set(id, listener);
    listener({ position: this.#queue.size, size: this.#queue.size });
  }

  /** Undefined for a session that does not wait. */
  positionOf(id: string): QueuePosition | undefined {
    const position = [...this.#queue.keys()].indexOf(id) + 1;
    return position === 0 ? undefined : { position, size: this.#queue.size };
  }

  /** Ends a session, running or waiting. */
  leave(id: string): void {
    const wasWaiting = this.#queue.delete(id);
    if (!this.#running.delete(id) && !wasWaiting) return;
    this.#startNext();
    // Counted instead of positionOf(): thousands may wait, and leave one after the other.
    const { size } = this.#queue;
    let position = 0;
    for (const listener of [...this.#queue.values()]) {
      // A listener may leave the queue; that call has already notified the others.
      if (this.#queue.size !== size) return;
      listener({ position: ++position, size });
    }
  }

  #startNext(): void {
    const [next] = this.#queue;
    if (!next || this.capacity === undefined || this.#running.size >= this.capacity) return;
    const [id, listener] = next;
    this.#queue.delete(id);
    this.#running.add(id);
    listener(null);
  }
}
