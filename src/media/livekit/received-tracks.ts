import type { MediaKind, PublishedTrack } from './subscriber.js';

/** The model's tracks that one client receives, and which of them it has switched off. */
export class ReceivedTracks {
  #sids: Partial<Record<MediaKind, string>> = {};
  readonly #disabled = new Set<string>();

  add({ kind, sid }: PublishedTrack, enabled: boolean): void {
    this.#sids = { ...this.#sids, [kind]: sid };
    if (!enabled) this.#disabled.add(sid);
  }

  isEnabled(kind: MediaKind): boolean {
    const sid = this.#sids[kind];
    return sid !== undefined && !this.#disabled.has(sid);
  }

  /** Switches tracks on or off; ignores sids of other participants. */
  enable(sids: readonly string[], enabled: boolean): void {
    for (const sid of Object.values(this.#sids).filter((own) => sids.includes(own))) {
      if (enabled) this.#disabled.delete(sid);
      else this.#disabled.add(sid);
    }
  }
}
