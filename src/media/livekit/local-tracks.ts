import { TrackInfo, TrackType, type AddTrackRequest } from '@livekit/protocol';
import { videoCodecOf, type VideoCodec } from '../live/media-types.js';
import type { OfferedTrack } from '../webrtc/offered-tracks.js';

interface LocalTrack {
  readonly info: TrackInfo;
  readonly cid: string;
  /** Set once an offer contains the track. */
  mid?: string;
}

/** Tracks of one participant; ours, as clients have a camera and a microphone. */
const MAX_TRACKS = 100;

/** The tracks of a participant: announced first, then part of an offer, removed when a later offer lacks them. */
export class LocalTracks {
  readonly #tracks = new Map<string, LocalTrack>();

  constructor(readonly ids: () => string) {}

  get infos(): TrackInfo[] {
    return [...this.#tracks.values()].map(({ info }) => info);
  }

  /** Whether the client appends trailers to the frames of a track. */
  get haveTrailers(): boolean {
    return this.infos.some(({ packetTrailerFeatures }) => packetTrailerFeatures.length > 0);
  }

  /** @returns undefined when there are too many */
  add(request: AddTrackRequest): TrackInfo | undefined {
    if (this.#tracks.size >= MAX_TRACKS) return undefined;
    const codec = request.simulcastCodecs[0]?.codec;
    const mimeType =
      request.type === TrackType.AUDIO ? 'audio/opus' : codec ? `video/${codec.toUpperCase()}` : '';
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
    const track = [...this.#tracks.values()].find(({ cid }) => cid === trackId);
    return track && videoCodecOf(track.info.mimeType);
  }

  /** @returns the tracks of earlier offers that this one lacks */
  applyOffer(offered: readonly OfferedTrack[]): TrackInfo[] {
    const removed: TrackInfo[] = [];
    for (const track of this.#tracks.values()) {
      const section = offered.find(({ trackId, sends }) => sends && trackId === track.cid);
      if (section) {
        track.mid = section.mid;
      } else if (track.mid !== undefined && !offered.some(({ mid, sends }) => sends && mid === track.mid)) {
        this.#tracks.delete(track.info.sid);
        removed.push(track.info);
      }
    }
    return removed;
  }

  /** @returns the track if it changed */
  mute(sid: string, muted: boolean): TrackInfo | undefined {
    const info = this.#tracks.get(sid)?.info;
    if (!info || info.muted === muted) return undefined;
    info.muted = muted;
    return info;
  }
}
