import { SimulcastCodecInfo, TrackInfo, type AddTrackRequest } from '@livekit/protocol';
import { videoCodecOf, type VideoCodec } from '../live/media-types.js';
import type { OfferedTrack } from '../webrtc/offered-tracks.js';
import { publishedMimeType } from './publish-codecs.js';

interface LocalTrack {
  readonly info: TrackInfo;
  /** The client's id of the track, as in its offers. */
  cid: string;
  /** Set once an offer contains the track. */
  mid?: string;
  /** Its media has arrived: others know it from then on. */
  live?: true;
}

/** Tracks of one participant; ours, as clients have a camera and a microphone. */
const MAX_TRACKS = 100;
/** Bytes of an announcement; ours. One with three layers has about 100. All participants get all of it again and again. */
export const MAX_TRACK_BYTES = 8_192;

/** The tracks of a participant: announced first, then part of an offer, removed when a later offer lacks them. */
export class LocalTracks {
  readonly #tracks = new Map<string, LocalTrack>();

  constructor(
    readonly ids: () => string,
    /** Video codecs that the client may publish in. */
    readonly codecs: readonly VideoCodec[],
  ) {}

  get all(): TrackInfo[] {
    return [...this.#tracks.values()].map(({ info }) => info);
  }

  /** Whether the client appends trailers to the frames of a track. */
  get haveTrailers(): boolean {
    return [...this.#tracks.values()].some(({ info }) => info.packetTrailerFeatures.length > 0);
  }

  /** Those whose media has arrived, which a LiveKit server shows to others. */
  get live(): TrackInfo[] {
    return [...this.#tracks.values()].filter(({ live }) => live).map(({ info }) => info);
  }

  /** @returns undefined when there are too many, or the announcement of `bytes` is too large */
  add(request: AddTrackRequest, bytes: number): TrackInfo | undefined {
    if (this.#tracks.size >= MAX_TRACKS || bytes > MAX_TRACK_BYTES) return undefined;
    const mimeType = publishedMimeType(request, this.codecs);
    const info = new TrackInfo({
      sid: `TR_${this.ids()}`,
      type: request.type,
      name: request.name,
      source: request.source,
      muted: request.muted,
      width: request.width,
      height: request.height,
      layers: request.layers,
      simulcast: request.layers.length > 1,
      mimeType,
      codecs: mimeType === '' ? [] : [new SimulcastCodecInfo({ mimeType, cid: request.cid })],
      disableDtx: request.disableDtx,
      stereo: request.stereo,
      disableRed: request.disableRed,
      stream: request.stream,
      packetTrailerFeatures: request.packetTrailerFeatures,
    });
    this.#tracks.set(info.sid, { info, cid: request.cid });
    return info;
  }

  /** The codec that was announced for the client's track id. */
  codecOf(trackId: string | undefined): VideoCodec | undefined {
    const track = this.byId(trackId);
    return track && videoCodecOf(track.mimeType);
  }

  /** The track of the client's id for it. */
  byId(trackId: string | undefined): TrackInfo | undefined {
    for (const { cid, info } of this.#tracks.values()) if (cid === trackId) return info;
    return undefined;
  }

  bySid(sid: string): TrackInfo | undefined {
    return this.#tracks.get(sid)?.info;
  }

  /** Notes that a track's media arrives. @returns whether this is news */
  start(sid: string): boolean {
    const track = this.#tracks.get(sid);
    if (!track || track.live) return false;
    track.live = true;
    return true;
  }

  /** @returns the track that was removed */
  remove(sid: string): TrackInfo | undefined {
    const info = this.bySid(sid);
    this.#tracks.delete(sid);
    return info;
  }

  /** @returns the tracks of earlier offers that this one lacks */
  applyOffer(offered: readonly OfferedTrack[]): TrackInfo[] {
    const sending = offered.filter(({ sends }) => sends);
    const removed: TrackInfo[] = [];
    for (const track of this.#tracks.values()) {
      const named = sending.find(({ trackId }) => trackId === track.cid);
      const placed = sending.find(({ mid, trackId }) => mid === track.mid && this.#isFree(trackId));
      if (named) {
        track.mid = named.mid;
      } else if (placed) {
        // Some clients name a section anew when its source is replaced.
        track.cid = placed.trackId ?? track.cid;
      } else if (track.mid !== undefined) {
        this.#tracks.delete(track.info.sid);
        removed.push(track.info);
      }
    }
    return removed;
  }

  /** @returns the track if it changed */
  mute(sid: string, muted: boolean): TrackInfo | undefined {
    const info = this.bySid(sid);
    if (!info || info.muted === muted) return undefined;
    info.muted = muted;
    return info;
  }

  #isFree(trackId: string | undefined): boolean {
    return this.byId(trackId) === undefined;
  }
}
