import type { ParticipantInfo } from '@livekit/protocol';
import { after, wallClock, type StopTimer } from '../real-time.js';
import type { VideoCodec } from '../live/media-types.js';
import { inferenceInfo } from './inference-info.js';
import type { MediaKind, PublishedTrack } from './downlink.js';

/** What a room does as the model's tracks come and go. */
export interface ModelTrackEvents {
  published(track: PublishedTrack): void;
  unpublished(track: PublishedTrack): void;
}

/** The inference participant of a room. It publishes its tracks as the room's model announces them. */
export class ModelTracks {
  /** Begins with `inference-server-`: the SDKs find the model's participant by it. */
  readonly identity: string;
  readonly sid: string;
  /** Epoch milliseconds. */
  readonly joinedAt = wallClock();
  readonly #published: Partial<Record<MediaKind, PublishedTrack>> = {};
  readonly #muted = new Set<string>();
  /** Tracks that are announced, with what stops the announcement of one that waits. */
  readonly #announced = new Map<MediaKind, StopTimer>();

  constructor(
    readonly ids: () => string,
    readonly events: ModelTrackEvents,
    /** Whether its video carries capture times. */
    readonly frameTiming: boolean,
  ) {
    this.sid = `PA_${ids()}`;
    this.identity = `inference-server-${ids()}`;
  }

  get published(): PublishedTrack[] {
    return Object.values(this.#published);
  }

  get info(): ParticipantInfo {
    const info = inferenceInfo(this, this.published);
    for (const track of info.tracks) track.muted = this.#muted.has(track.sid);
    return info;
  }

  isMuted(kind: MediaKind): boolean {
    const sid = this.#published[kind]?.sid;
    return sid !== undefined && this.#muted.has(sid);
  }

  mute(sid: string): void {
    if (this.published.some((track) => track.sid === sid)) this.#muted.add(sid);
  }

  /** Publishes a track, unless it is, after an optional delay (a fault). */
  announce(kind: MediaKind, codec: () => VideoCodec | undefined, delayMs: number | undefined): void {
    if (this.#announced.has(kind)) return;
    this.#announced.set(kind, () => undefined);
    if (delayMs === undefined) this.#publish(kind, codec());
    else
      this.#announced.set(
        kind,
        after(delayMs, () => this.#publish(kind, codec())),
      );
  }

  /** Unpublishes a track; it may be announced again. */
  withdraw(kind: MediaKind): void {
    this.#announced.get(kind)?.();
    this.#announced.delete(kind);
    const track = this.#published[kind];
    if (!track) return;
    delete this.#published[kind];
    this.events.unpublished(track);
  }

  #publish(kind: MediaKind, codec: VideoCodec | undefined): void {
    const sid = `TR_${this.ids()}`;
    const stream = kind === 'video' ? 'camera' : 'microphone';
    const track = { kind, sid, publisherSid: this.sid, stream, ...(kind === 'video' && codec && { codec }) };
    this.#published[kind] = track;
    this.events.published(track);
  }
}
