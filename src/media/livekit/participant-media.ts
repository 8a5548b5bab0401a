import { DataPacket, type TrackInfo } from '@livekit/protocol';
import { videoCodecOf } from '../live/media-types.js';
import type { LocalTracks } from './local-tracks.js';
import type { ParticipantEvents } from './participant-options.js';
import { mimeTypeOf } from './publish-codecs.js';
import type { ClientTransportEvents } from './transport.js';

interface ParticipantMedia {
  readonly tracks: LocalTracks;
  readonly events: ParticipantEvents;
  readonly canPublishData: () => boolean;
  readonly unpublish: (track: TrackInfo) => void;
}

/** What arrives on a client's transport, by the sids of its tracks instead of the client's own ids. */
export function participantMedia(participant: ParticipantMedia): ClientTransportEvents {
  const { tracks, events, canPublishData, unpublish } = participant;
  return {
    connected: () => events.connected(),
    negotiated: () => events.negotiated(),
    keyFrameRequested: (trackSid) => events.keyFrameRequested(trackSid),
    preferredCodec: (trackId) => tracks.codecOf(trackId),
    offered: (offered) => {
      const sent = offered.filter(({ sends }) => sends);
      const [newest] = sent.slice(-1);
      const track = tracks.byId(newest?.trackId);
      const codec = track && (videoCodecOf(track.mimeType) ?? newest?.codec);
      if (track && codec && sent.every(({ kind }) => kind === 'video')) events.cameraOffered(track, codec);
    },
    tracks: (offered) => {
      for (const track of tracks.applyOffer(offered)) unpublish(track);
    },
    videoCodec: (trackId, codec, requestKeyFrame) => {
      const track = tracks.byId(trackId);
      if (!track) return;
      tracks.start(track.sid);
      track.mimeType = mimeTypeOf(codec);
      for (const published of track.codecs) published.mimeType = track.mimeType;
      events.videoStarted(track, { codec, requestKeyFrame });
    },
    video: (trackId, packet) => {
      const track = tracks.byId(trackId);
      if (track) events.video(track.sid, packet);
    },
    audio: (trackId, packet) => {
      const track = tracks.byId(trackId);
      if (!track) return;
      if (tracks.start(track.sid)) events.audioStarted(track);
      events.audio(track.sid, packet);
    },
    data: (bytes, reliable) => {
      const packet = canPublishData() ? readPacket(bytes) : undefined;
      if (packet) events.data(packet, reliable);
    },
  };
}

/** Undefined for bytes that are no data packet, which have no recipients. */
function readPacket(bytes: Buffer): DataPacket | undefined {
  try {
    return DataPacket.fromBinary(bytes);
  } catch {
    return undefined;
  }
}
