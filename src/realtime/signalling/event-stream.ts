import { EventEmitter, on } from 'node:events';
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
  readonly #emitter = new EventEmitter<{ event: [SignallingEvent]; end: [] }>().setMaxListeners(0);
  #ended = false;

  emit(event: SignallingEvent): void {
    if (this.#waiting && this.#waiting.length < MAX_WAITING) this.#waiting.push(event);
    this.#emitter.emit('event', event);
  }

  /** Ends every listener's stream. */
  end(): void {
    this.#ended = true;
    this.#emitter.emit('end');
  }

  /** Nothing is taken until somebody iterates: a HEAD asks for the stream and reads none of it. */
  listen(): AsyncIterable<SignallingEvent> {
    return { [Symbol.asyncIterator]: () => this.#listener() };
  }

  /** No generator: one that waits for its next event would be let go of only when that comes. */
  #listener(): AsyncIterator<SignallingEvent> {
    const heard = on(this.#emitter, 'event', { close: ['end'] });
    for (const event of this.#waiting ?? []) this.#emitter.emit('event', event);
    this.#waiting = undefined;
    if (this.#ended) this.#emitter.emit('end');
    return {
      async next() {
        const { done, value } = (await heard.next()) as IteratorResult<[SignallingEvent], undefined>;
        return done ? { done, value } : { done: false, value: value[0] };
      },
      async return() {
        await heard.return?.();
        return { done: true, value: undefined };
      },
    };
  }
}
