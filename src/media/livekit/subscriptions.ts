import type { Downlink, MediaKind, PublishedTrack } from './downlink.js';

/** Wishes that are kept ahead of their tracks; ours, many times the tracks of a room. */
const MAX_WISHES = 1_000;

interface Subscription {
  readonly track: PublishedTrack;
  /** Whether its publisher permits it. */
  allowed: boolean;
  /** Whether the client asks for no packets at the moment. */
  paused: boolean;
  /** Whether the client has a media section for it. */
  carried: boolean;
}

/**
 * The tracks that others publish, as one client receives them. Only a track that the client subscribes to has a media
 * section: a receiving audio section alone starts the audio engine of a phone (facts: sdk-javascript-0.2.md 4).
 */
export class Subscriptions {
  readonly #subscriptions = new Map<string, Subscription>();
  /** What the client asked for, by track sid, also ahead of the track. */
  readonly #wishes = new Map<string, boolean>();
  #changed = false;

  constructor(
    readonly downlink: Downlink,
    /** Whether the client gets tracks that it did not ask for. */
    readonly automatic: boolean,
  ) {}

  /** The tracks that the client receives. */
  get carried(): PublishedTrack[] {
    return [...this.#subscriptions.values()].filter(({ carried }) => carried).map(({ track }) => track);
  }

  /** The sid of a publisher's track that the client receives. */
  sidOf(publisherSid: string, kind: MediaKind): string | undefined {
    for (const { carried, track } of this.#subscriptions.values())
      if (carried && track.publisherSid === publisherSid && track.kind === kind) return track.sid;
    return undefined;
  }

  offer(track: PublishedTrack, allowed: boolean): void {
    if (this.#subscriptions.has(track.sid)) return;
    this.#apply(track.sid, { track, allowed, paused: false, carried: false });
  }

  /** The track is not published any more. */
  withdraw(sid: string): void {
    const subscription = this.#subscriptions.get(sid);
    if (!subscription) return;
    this.#apply(sid, { ...subscription, allowed: false });
    this.#subscriptions.delete(sid);
    this.#wishes.delete(sid);
  }

  subscribe(sids: readonly string[], on: boolean): void {
    for (const sid of sids) {
      const subscription = this.#subscriptions.get(sid);
      if (!subscription && this.#wishes.size >= MAX_WISHES && !this.#wishes.has(sid)) continue;
      this.#wishes.set(sid, on);
      if (subscription) this.#apply(sid, subscription);
    }
  }

  /** @returns whether that is news */
  allow(sid: string, allowed: boolean): boolean {
    const subscription = this.#subscriptions.get(sid);
    if (!subscription || subscription.allowed === allowed) return false;
    this.#apply(sid, { ...subscription, allowed });
    return true;
  }

  pause(sids: readonly string[], paused: boolean): void {
    for (const sid of sids) {
      const subscription = this.#subscriptions.get(sid);
      if (subscription) subscription.paused = paused;
    }
  }

  /** Whether packets of the track are sent to the client. */
  sends(sid: string): boolean {
    const subscription = this.#subscriptions.get(sid);
    return subscription !== undefined && subscription.carried && !subscription.paused;
  }

  /** Makes changes known to the client, if there are any. */
  async negotiate(): Promise<void> {
    if (!this.#changed) return;
    this.#changed = false;
    await this.downlink.negotiate();
  }

  #apply(sid: string, subscription: Subscription): void {
    const carried = subscription.allowed && (this.#wishes.get(sid) ?? this.automatic);
    this.#subscriptions.set(sid, { ...subscription, carried });
    if (carried === subscription.carried) return;
    this.#changed = true;
    if (carried) this.downlink.addTrack(subscription.track);
    else this.downlink.removeTrack(sid);
  }
}
