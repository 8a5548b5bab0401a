import type { MediaEvents } from '../session/session-media.js';

/**
 * Reports when a session's seconds count: while output leaves and the client does not mute its camera. They also count
 * for a client that never publishes video and gets a test card; that is ours.
 */
export class FlowGauge {
  #output = false;
  #published = false;
  readonly #muted = new Map<string, boolean>();
  #reported = false;

  constructor(readonly events: MediaEvents) {}

  output(on: boolean): void {
    this.#output = on;
    this.#report();
  }

  camera(trackSid: string, state: 'on' | 'muted' | 'removed'): void {
    this.#published = true;
    if (state === 'removed') this.#muted.delete(trackSid);
    else this.#muted.set(trackSid, state === 'muted');
    this.#report();
  }

  #report(): void {
    const hasInput = !this.#published || [...this.#muted.values()].includes(false);
    const flows = this.#output && hasInput;
    if (flows === this.#reported) return;
    this.#reported = flows;
    this.events.flow(flows);
  }
}
