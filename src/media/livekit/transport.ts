import type { SessionDescription, SignalTarget } from '@livekit/protocol';
import type { InputPacket, VideoCodec, VideoInputPacket } from '../live/media-types.js';
import type { ClientNetwork } from '../ice/media-network.js';
import type { CandidateInit } from '../webrtc/connection.js';
import type { OfferedTrack } from '../webrtc/offered-tracks.js';
import type { Downlink } from './downlink.js';
import type { SignalSender } from './signal-sender.js';

/** What a transport reports to its participant. */
export interface ClientTransportEvents {
  /** The peer connection over which the client receives is connected. */
  connected(): void;
  /** A description was exchanged, so the codecs of sent tracks are agreed on. */
  negotiated(): void;
  /** The client needs a key frame of a track that it receives. */
  keyFrameRequested(trackSid: string): void;
  /** Codec in which the client should send its track; undefined leaves the client's order. */
  preferredCodec(trackId: string | undefined): VideoCodec | undefined;
  /** The tracks of a client's offer, before it is answered. */
  offered(tracks: readonly OfferedTrack[]): void;
  /** The tracks of a client's offer, after each offer. */
  tracks(tracks: readonly OfferedTrack[]): void;
  /** A video track's first packet arrived, or its first in another codec. */
  videoCodec(trackId: string | undefined, codec: VideoCodec, requestKeyFrame: () => void): void;
  video(trackId: string | undefined, packet: VideoInputPacket): void;
  audio(trackId: string | undefined, packet: InputPacket): void;
  data(bytes: Buffer, reliable: boolean): void;
}

export interface TransportOptions {
  readonly network: ClientNetwork;
  /** False: ICE never connects. */
  readonly connects: boolean;
  readonly signal: SignalSender;
  readonly events: ClientTransportEvents;
}

/** All peer connections of one client: two in LiveKit's V0 dialect, one in V1. */
export interface ClientTransport extends Downlink {
  /** Starts to negotiate. `offer` is the one that came with the join request, which V1 clients send. */
  start(offer: SessionDescription | undefined): Promise<void>;
  /** @throws Error when the offer cannot be answered */
  receiveOffer(offer: SessionDescription): Promise<void>;
  receiveAnswer(answer: SessionDescription): Promise<void>;
  addCandidate(candidate: CandidateInit, target: SignalTarget): Promise<void>;
  close(): Promise<void>;
}
