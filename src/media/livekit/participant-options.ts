import type { DataPacket, SessionDescription, TrackInfo } from '@livekit/protocol';
import type { InputPacket, VideoCodec, VideoInputPacket } from '../live/media-types.js';
import type { VideoSource } from '../live/video-input.js';
import type { ClientNetwork } from '../ice/media-network.js';
import type { SignalDialect } from './create-transport.js';
import type { TokenGrants } from './tokens.js';

/** What a participant reports to its room. */
export interface ParticipantEvents {
  connected(): void;
  /** The client announced a track. */
  published(track: TrackInfo): void;
  /** The client offers to send this video in this codec, and no sound. The offer is not answered yet. */
  cameraOffered(track: TrackInfo, codec: VideoCodec): void;
  unpublished(track: TrackInfo): void;
  muted(track: TrackInfo): void;
  /** The first packet of a video track arrived, or the first in another codec. */
  videoStarted(track: TrackInfo, source: VideoSource): void;
  audioStarted(track: TrackInfo): void;
  video(trackSid: string, packet: VideoInputPacket): void;
  audio(trackSid: string, packet: InputPacket): void;
  data(packet: DataPacket, reliable: boolean): void;
  keyFrameRequested(trackSid: string): void;
  /** What this participant receives was negotiated, so the codecs are known. */
  negotiated(): void;
  /** Its own data, or its tracks' state, changed. */
  changed(): void;
  /** It changed who may receive its tracks. */
  permissionChanged(): void;
  left(): void;
  /** Its connection cannot be negotiated. */
  failed(): void;
  /** The client requests one of LiveKit's own failure scenarios. */
  simulate(scenario: 'drop' | 'full reconnect'): void;
}

export interface ParticipantOptions {
  readonly sid: string;
  readonly grants: TokenGrants;
  readonly dialect: SignalDialect;
  /** The offer that came with the join request, which V1 clients send. */
  readonly offer: SessionDescription | undefined;
  readonly network: ClientNetwork;
  /** False: ICE never connects. */
  readonly connects: boolean;
  /** Sid of the inference participant, which publishes the model's output. */
  readonly inferenceSid: string;
  readonly ids: () => string;
  /** Video codecs that the client may publish in. */
  readonly publishCodecs: readonly VideoCodec[];
  readonly autoSubscribe: boolean;
  readonly answersPings: boolean;
  /** Frames carry their capture time, for a client that reads it. */
  readonly frameTiming: boolean;
  /** The client announced that it reads trailers. One that publishes them reads them in any case. */
  readonly readsTrailers: boolean;
  readonly events: ParticipantEvents;
}
