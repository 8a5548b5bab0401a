import type { DataPacket, SessionDescription, TrackInfo } from '@livekit/protocol';
import type { InputPacket, VideoCodec, VideoInputPacket } from '../live/media-types.js';
import type { IceOptions } from '../webrtc/connection.js';
import type { SignalDialect } from './create-transport.js';
import type { ParticipantTrack } from './room-events.js';
import type { TokenGrants } from './tokens.js';

/** What a participant reports to its room. */
export interface ParticipantEvents {
  connected(): void;
  published(track: TrackInfo): void;
  unpublished(track: ParticipantTrack): void;
  muted(track: ParticipantTrack & { muted: boolean }): void;
  videoCodec(codec: VideoCodec, requestKeyFrame: () => void): void;
  video(packet: VideoInputPacket): void;
  audio(packet: InputPacket): void;
  data(packet: DataPacket, reliable: boolean): void;
  keyFrameRequested(): void;
  codecsKnown(): void;
  left(): void;
  /** The client requests one of LiveKit's own failure scenarios. */
  simulate(scenario: 'drop' | 'full reconnect'): void;
}

export interface ParticipantOptions {
  readonly sid: string;
  readonly grants: TokenGrants;
  readonly dialect: SignalDialect;
  /** The offer that came with the join request, which V1 clients send. */
  readonly offer: SessionDescription | undefined;
  readonly ice: IceOptions;
  /** False: ICE never connects. */
  readonly connects: boolean;
  /** Sid of the inference participant, which publishes the model's output. */
  readonly inferenceSid: string;
  readonly ids: () => string;
  readonly autoSubscribe: boolean;
  readonly answersPings: boolean;
  readonly events: ParticipantEvents;
}
