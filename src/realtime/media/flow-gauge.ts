import type { MediaEvents } from '../session/session-media.js';

/**
 * Tells when a session's seconds count: while output leaves and the client does not mute its camera. A client that
 * never publishes video, and is shown a test card, counts as well; that is ours.
 */
export class FlowGauge {
  #output = false;
  #published = false;
  readonly #muted = new Map<string, boolean>();
  #told = false;

  constructor(readonly events: MediaEvents) {}

  output(on: boolean): void {
    this.#output = on;
    this.#tell();
  }

  camera(trackSid: string, state: 'on' | 'muted' | 'gone'): void {
    this.#published = true;
    if (state === 'gone') this.#muted.delete(trackSid);
    else this.#muted.set(trackSid, state === 'muted');
    this.#tell();
  }

  #tell(): void {
    const sees = !this.#published || [...this.#muted.values()].includes(false);
    const flows = this.#output && sees;
    if (flows === this.#told) return;
    this.#told = flows;
    this.events.flow(flows);
  }
}
