import type { ParticipantInfo } from '@livekit/protocol';
import { after } from '../real-time.js';
import type { VideoCodec } from '../live/media-types.js';
import { inferenceInfo } from './inference-info.js';
import type { MediaKind, PublishedTrack } from './downlink.js';

/** The inference participant of a room. It publishes each track once, as soon as the track has content. */
export class ModelTracks {
  /** Begins with `inference-server-`: the SDKs find the model's participant by it. */
  readonly identity: string;
  readonly sid: string;
  readonly #published: Partial<Record<MediaKind, PublishedTrack>> = {};
  readonly #announcing = new Set<MediaKind>();

  constructor(
    readonly ids: () => string,
    readonly publish: (track: PublishedTrack) => void,
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
    return inferenceInfo(this, this.published);
  }

  /** Publishes a track, once, after an optional delay (a fault). */
  announce(kind: MediaKind, codec: () => VideoCodec | undefined, delayMs: number | undefined): void {
    if (this.#announcing.has(kind)) return;
    this.#announcing.add(kind);
    if (delayMs === undefined) this.#publish(kind, codec());
    else after(delayMs, () => this.#publish(kind, codec()));
  }

  #publish(kind: MediaKind, codec: VideoCodec | undefined): void {
    const sid = `TR_${this.ids()}`;
    const stream = kind === 'video' ? 'camera' : 'microphone';
    const track = { kind, sid, publisherSid: this.sid, stream, ...(kind === 'video' && codec && { codec }) };
    this.#published[kind] = track;
    this.publish(track);
  }
}
