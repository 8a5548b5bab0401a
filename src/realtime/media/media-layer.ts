import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { OutputPreferences } from '../../media/live/renderer.js';
import type { CandidateInit } from '../../media/webrtc/connection.js';
import type { MediaEvents, SessionMedia } from '../session/session-media.js';

/** A LiveKit room opened for one session. */
export interface OpenRoom {
  readonly media: SessionMedia;
  /** A fresh access token for the session's client. */
  token(): Promise<string>;
  /** The client knows where to go. */
  begin(): void;
  close(): Promise<void>;
}

export interface RoomRequest {
  readonly name: string;
  readonly events: MediaEvents;
  /** A signal mode of LiveKit's test server, for the client's token. */
  readonly signalMode?: string;
  readonly output?: OutputPreferences;
}

/** A peer connection opened for one session or viewer. */
export interface OpenPeer {
  readonly media: SessionMedia;
  /** @throws Error when the SDP cannot be read */
  answer(offerSdp: string): Promise<string>;
  addCandidate(candidate: CandidateInit | null): Promise<void>;
  /** The client has its answer. */
  begin(): void;
  close(): Promise<void>;
}

export interface PeerRequest {
  readonly events: MediaEvents & { connected?(): void };
  /** Told of our candidates, only after the answer; never with `candidatesInAnswer`. */
  candidate(candidate: CandidateInit): void;
  readonly candidatesInAnswer: boolean;
  readonly iceNeverConnects: boolean;
  readonly output?: OutputPreferences;
  /** Watch this one's output. */
  readonly viewerOf?: OpenPeer;
}

/** Everything that carries pictures, behind one door. */
export interface MediaLayer {
  /** Where clients find LiveKit; undefined: on this server. */
  readonly livekitUrl: string | undefined;
  openRoom(request: RoomRequest): Promise<OpenRoom>;
  viewerToken(room: string, identity: string): Promise<string>;
  /** Says beforehand whether a peer could answer. @throws Error when the SDP cannot be read */
  checkOffer(offerSdp: string): Promise<void>;
  openPeer(request: PeerRequest): Promise<OpenPeer>;
  /** LiveKit's own paths on this server; false when this layer serves none. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<boolean>;
  handleRequest(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
  close(): Promise<void>;
}
