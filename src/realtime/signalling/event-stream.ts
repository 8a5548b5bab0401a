import { EventEmitter, on } from 'node:events';
import type { CandidateInit } from '../../media/webrtc/connection.js';

/** A server-sent event of HTTP signalling (facts: api.md 3.2). No other names were observed. */
export type SignallingEvent =
  | { readonly event: 'ice-candidate'; readonly data: CandidateInit | null }
  | { readonly event: 'error'; readonly data: { readonly title: string; readonly detail: string } };

/** Events that wait for a listener. Ours: a session has a handful of candidates. */
const MAX_WAITING = 256;

/** A session's events. They wait for the first listener, which needs the candidates; later ones get only new events. */
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

  /** Takes no event until it is iterated: a HEAD request opens the stream and does not read it. */
  listen(): AsyncIterable<SignallingEvent> {
    return { [Symbol.asyncIterator]: () => this.#listener() };
  }

  /** Not a generator: one that waits for an event cannot be released before that event. */
  #listener(): AsyncIterator<SignallingEvent> {
    const events = on(this.#emitter, 'event', { close: ['end'] });
    for (const event of this.#waiting ?? []) this.#emitter.emit('event', event);
    this.#waiting = undefined;
    if (this.#ended) this.#emitter.emit('end');
    return {
      async next() {
        const { done, value } = (await events.next()) as IteratorResult<[SignallingEvent], undefined>;
        return done ? { done, value } : { done: false, value: value[0] };
      },
      async return() {
        await events.return?.();
        return { done: true, value: undefined };
      },
    };
  }
}
