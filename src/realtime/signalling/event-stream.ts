import type { CandidateInit } from '../../media/webrtc/connection.js';

/** A server-sent event of HTTP signalling (facts: api.md 3.2); other names were never seen. */
export type SignallingEvent =
  | { readonly event: 'ice-candidate'; readonly data: CandidateInit | null }
  | { readonly event: 'error'; readonly data: { readonly title: string; readonly detail: string } };

/** Events that wait for a listener; ours, as a session has a handful of candidates. */
const MAX_WAITING = 256;

/**
 * A session's events. They wait for the first listener, without whom the client never gets the candidates; later
 * listeners hear only what is new.
 */
export class EventStream {
  #waiting: SignallingEvent[] | undefined = [];
  readonly #listeners = new Set<(event: SignallingEvent | undefined) => void>();
  #ended = false;

  emit(event: SignallingEvent): void {
    if (this.#waiting && this.#waiting.length < MAX_WAITING) this.#waiting.push(event);
    for (const listener of this.#listeners) listener(event);
  }

  /** Ends every listener's stream. */
  end(): void {
    this.#ended = true;
    for (const listener of this.#listeners) listener(undefined);
  }

  async *listen(): AsyncGenerator<SignallingEvent> {
    const heard = this.#waiting ?? [];
    this.#waiting = undefined;
    let wake = (): void => undefined;
    let over = this.#ended;
    const listener = (event: SignallingEvent | undefined): void => {
      if (event) heard.push(event);
      else over = true;
      wake();
    };
    this.#listeners.add(listener);
    try {
      for (;;) {
        for (let next = heard.shift(); next; next = heard.shift()) yield next;
        if (over) return;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      this.#listeners.delete(listener);
    }
  }
}
