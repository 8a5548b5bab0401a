import type { PublishedTrack } from './downlink.js';

/** The tracks that one client receives, and which of them it has switched off. */
export class ReceivedTracks {
  readonly #enabled = new Map<string, boolean>();

  add({ sid }: PublishedTrack, enabled: boolean): void {
    this.#enabled.set(sid, enabled);
  }

  isEnabled(sid: string): boolean {
    return this.#enabled.get(sid) ?? false;
  }

  /** Switches tracks on or off; ignores sids that it does not know. */
  enable(sids: readonly string[], enabled: boolean): void {
    for (const sid of sids) if (this.#enabled.has(sid)) this.#enabled.set(sid, enabled);
  }
}
