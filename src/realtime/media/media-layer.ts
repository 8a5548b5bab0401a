import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { OutputPreferences } from '../../media/live/renderer.js';
import type { CandidateInit } from '../../media/webrtc/connection.js';
import type { SignalMode } from '../../media/livekit/signal-mode.js';
import type { MediaEvents, RoomMediaEvents, SessionMedia } from '../session/session-media.js';

/** A LiveKit room opened for one session. */
export interface OpenRoom {
  readonly media: SessionMedia;
  /** A fresh access token for the session's client. */
  token(): Promise<string>;
  /** The client has the room's address. */
  begin(): void;
  close(): Promise<void>;
}

export interface RoomRequest {
  readonly name: string;
  readonly events: RoomMediaEvents;
  /** A signal mode of LiveKit's test server, for the client's token. */
  readonly signalMode?: SignalMode;
  readonly output?: OutputPreferences;
  /** The client reads capture times from the frames that it gets. */
  readonly frameTiming?: boolean;
}

/** A peer connection opened for one session or viewer. */
export interface OpenPeer {
  readonly media: SessionMedia;
  /** @throws Error when the SDP cannot be read; ApiError at_capacity when there is no UDP port for the media */
  answer(offerSdp: string): Promise<string>;
  addCandidate(candidate: CandidateInit | null): Promise<void>;
  /** The client has its answer. */
  begin(): void;
  close(): Promise<void>;
}

export interface PeerRequest {
  readonly events: MediaEvents & { connected?(): void };
  /** Called with local candidates, only after the answer; never with `candidatesInAnswer`. */
  candidate(candidate: CandidateInit): void;
  readonly candidatesInAnswer: boolean;
  /** The address of the client's HTTP or WebSocket connection; undefined without one. */
  readonly clientAddress: string | undefined;
  readonly iceNeverConnects: boolean;
  readonly output?: OutputPreferences;
  /** Makes the peer a viewer of this one's output. */
  readonly viewerOf?: OpenPeer;
}

/** Carries the media of sessions: rooms and peer connections. */
export interface MediaLayer {
  /** LiveKit's address; undefined when this server embeds it. */
  readonly livekitUrl: string | undefined;
  /** URLs of STUN servers for clients. */
  readonly iceServers: readonly string[];
  openRoom(request: RoomRequest): Promise<OpenRoom>;
  viewerToken(room: string, identity: string): Promise<string>;
  /** Checks in advance that a peer can answer. @throws Error when the SDP cannot be read */
  checkOffer(offerSdp: string): Promise<void>;
  openPeer(request: PeerRequest): Promise<OpenPeer>;
  /** Loads what a first session would wait for, in parts: each begins when `quiet` resolves. */
  loadAhead(quiet: () => Promise<void>): Promise<void>;
  /** Serves LiveKit's paths on this server; false when LiveKit is not embedded. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<boolean>;
  handleRequest(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
  close(): Promise<void>;
}
