/**
 * The tracks of one kind that the model may work on, by sid. The newest is the input, and the one before it once that
 * is unpublished, as in LiveKit's agents (facts: api-2026-11-30.md 12). A track counts from its first packet on: only
 * then does a LiveKit server hand it to subscribers.
 */
export class NewestTrack<T> {
  readonly #tracks = new Map<string, T>();

  get sid(): string | undefined {
    return [...this.#tracks.keys()].at(-1);
  }

  get track(): T | undefined {
    return [...this.#tracks.values()].at(-1);
  }

  has(sid: string): boolean {
    return this.#tracks.has(sid);
  }

  /** Adds a track, or replaces what is known of it. */
  set(sid: string, track: T): void {
    this.#tracks.set(sid, track);
  }

  /** @returns whether it was the input */
  delete(sid: string): boolean {
    const wasInput = this.sid === sid;
    return this.#tracks.delete(sid) && wasInput;
  }
}
