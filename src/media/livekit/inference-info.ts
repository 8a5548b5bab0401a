import {
  ParticipantInfo,
  ParticipantInfo_Kind,
  ParticipantInfo_State,
  TrackInfo,
  TrackSource,
  TrackType,
} from '@livekit/protocol';
import type { PublishedTrack } from './downlink.js';

/** The inference participant as clients see it, with the tracks that it publishes so far. */
export function inferenceInfo(
  sid: string,
  identity: string,
  published: readonly PublishedTrack[],
): ParticipantInfo {
  return new ParticipantInfo({
    sid,
    identity,
    state: ParticipantInfo_State.ACTIVE,
    kind: ParticipantInfo_Kind.AGENT,
    isPublisher: true,
    tracks: published.map((track) => (track.kind === 'video' ? camera(track) : microphone(track))),
  });
}

const camera = ({ sid, codec = 'h264' }: PublishedTrack): TrackInfo =>
  new TrackInfo({
    sid,
    name: 'camera',
    type: TrackType.VIDEO,
    source: TrackSource.CAMERA,
    mimeType: `video/${codec.toUpperCase()}`,
  });

const microphone = ({ sid }: PublishedTrack): TrackInfo =>
  new TrackInfo({
    sid,
    name: 'microphone',
    type: TrackType.AUDIO,
    source: TrackSource.MICROPHONE,
    mimeType: 'audio/opus',
  });
