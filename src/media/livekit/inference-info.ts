import {
  PacketTrailerFeature,
  ParticipantInfo,
  ParticipantInfo_Kind,
  ParticipantInfo_State,
  ParticipantPermission,
  TrackInfo,
  TrackSource,
  TrackType,
} from '@livekit/protocol';
import type { PublishedTrack } from './downlink.js';

interface InferenceParticipant {
  readonly sid: string;
  readonly identity: string;
  /** Epoch milliseconds. */
  readonly joinedAt: number;
  readonly frameTiming: boolean;
}

/**
 * The inference participant as clients see it, with the tracks that it publishes so far. Clients look for trailers only
 * on a track that names its `packetTrailerFeatures` (livekit-client 2.20).
 */
export function inferenceInfo(
  { sid, identity, joinedAt, frameTiming }: InferenceParticipant,
  published: readonly PublishedTrack[],
): ParticipantInfo {
  const packetTrailerFeatures = frameTiming ? [PacketTrailerFeature.PTF_USER_TIMESTAMP] : [];
  return new ParticipantInfo({
    sid,
    identity,
    state: ParticipantInfo_State.ACTIVE,
    kind: ParticipantInfo_Kind.AGENT,
    isPublisher: true,
    joinedAt: BigInt(Math.floor(joinedAt / 1000)),
    joinedAtMs: BigInt(joinedAt),
    permission: new ParticipantPermission({ canPublish: true, canSubscribe: true, canPublishData: true }),
    tracks: published.map((track) =>
      track.kind === 'video' ? camera(track, packetTrailerFeatures) : microphone(track),
    ),
  });
}

const camera = (
  { sid, codec = 'h264' }: PublishedTrack,
  packetTrailerFeatures: PacketTrailerFeature[],
): TrackInfo =>
  new TrackInfo({
    sid,
    name: 'camera',
    type: TrackType.VIDEO,
    source: TrackSource.CAMERA,
    mimeType: `video/${codec.toUpperCase()}`,
    packetTrailerFeatures,
  });

const microphone = ({ sid }: PublishedTrack): TrackInfo =>
  new TrackInfo({
    sid,
    name: 'microphone',
    type: TrackType.AUDIO,
    source: TrackSource.MICROPHONE,
    mimeType: 'audio/opus',
  });
