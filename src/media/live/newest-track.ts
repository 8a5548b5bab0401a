/**
 * The tracks of one kind that the model may work on, by sid. The newest is the input, and the one before it once that
 * is unpublished, as in LiveKit's agents (facts: api-2026-11-30.md 12). A track counts from its first packet on: only
 * then does a LiveKit server hand it to subscribers.
 */
export class NewestTrack<T> {
  readonly #tracks = new Map<string, T>();
  #newest: string | undefined;

  get sid(): string | undefined {
    return this.#newest;
  }

  get track(): T | undefined {
    return this.#newest === undefined ? undefined : this.#tracks.get(this.#newest);
  }

  has(sid: string): boolean {
    return this.#tracks.has(sid);
  }

  /** Adds a track, or replaces what is known of it. */
  set(sid: string, track: T): void {
    this.#tracks.set(sid, track);
    this.#find();
  }

  /** @returns whether it was the input */
  delete(sid: string): boolean {
    const wasInput = this.sid === sid;
    const deleted = this.#tracks.delete(sid);
    this.#find();
    return deleted && wasInput;
  }

  /** Kept, for it is read for each packet. */
  #find(): void {
    this.#newest = [...this.#tracks.keys()].at(-1);
  }
}
