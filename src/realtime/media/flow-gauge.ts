import type { MediaEvents } from '../session/session-media.js';

/**
 * A client's part in its session. `joining`: it may announce video in the next moments. `watching`: it announced none,
 * and gets a test card or an avatar. `publishing`: it announced a video track in this connection.
 */
type ClientState = 'away' | 'joining' | 'watching' | 'publishing';

/**
 * Reports when a session's seconds count: while its client is there, output leaves, and frames of the client's video
 * arrive. A client that announces no video needs none. A published track that carries no frames generates nothing: a
 * stopped camera that an SDK publishes again shows live as ticks that stand still (facts: sdk-javascript-0.2.md 3.5).
 */
export class FlowGauge {
  #client: ClientState;
  #output = false;
  #input = false;
  #reported = false;

  constructor(
    readonly events: MediaEvents,
    client: ClientState = 'away',
  ) {
    this.#client = client;
  }

  /** The client joins, for the first time or again. With `expectsVideo` its seconds wait for its video. */
  joined(expectsVideo: boolean): void {
    this.#enter(expectsVideo ? 'joining' : 'watching');
  }

  left(): void {
    this.#enter('away');
  }

  /** The client announced no video within the time for it. */
  announcedNothing(): void {
    if (this.#client === 'joining') this.#enter('watching');
  }

  /** The client announced a video track. */
  published(): void {
    this.#enter('publishing');
  }

  /** Frames of the client's video started or stopped to arrive. */
  input(on: boolean): void {
    this.#input = on;
    this.#report();
  }

  /** The model's frames started or stopped to leave. */
  output(on: boolean): void {
    this.#output = on;
    this.#report();
  }

  #enter(state: ClientState): void {
    this.#client = state;
    this.#report();
  }

  #report(): void {
    const hasInput = this.#client === 'watching' || (this.#client === 'publishing' && this.#input);
    const flows = this.#output && hasInput;
    if (flows === this.#reported) return;
    this.#reported = flows;
    this.events.flow(flows);
  }
}
