import type { MediaFaults } from '../live/media-faults.js';
import type { VideoCodec } from '../live/media-types.js';
import type { MediaCounts, ModelStream, ModelStreamEvents } from '../live/model-stream.js';
import type { OutputPreferences, RendererChoice, RenderStatus } from '../live/renderer.js';
import type { ClientNetwork } from '../ice/media-network.js';
import type { CandidateInit } from './connection.js';

export interface PeerEvents extends ModelStreamEvents {
  /** A local candidate, only after the answer was returned; never called with `candidatesInAnswer`. */
  candidate?(candidate: CandidateInit): void;
  connected?(): void;
  /** The client offers to send video. */
  publishesVideo?(): void;
  /** ICE or DTLS failed, or consent was lost. */
  failed?(): void;
  /** The first packet of the client's video, or the first in another codec. */
  inputVideo?(input: { codec: VideoCodec }): void;
}

export interface PeerOptions {
  readonly renderer: RendererChoice;
  readonly output?: OutputPreferences | undefined;
  readonly events?: PeerEvents;
  /** Default: that of a server on loopback. */
  readonly network?: ClientNetwork;
  /**
   * True: the answer contains all candidates, as the Python SDK needs (it drops trickled ones). False, the default: the
   * answer contains none, and `events.candidate` gets them one by one.
   */
  readonly candidatesInAnswer?: boolean;
  /** Makes this peer a viewer of another one's output; `renderer` is not used then. */
  readonly viewerOf?: Peer;
  /** ICE never connects. */
  readonly iceNeverConnects?: boolean;
}

/** A direct WebRTC session: the client offers, this answers, and the model's output goes back. */
export interface Peer {
  /** Answers an offer; a later one renegotiates or restarts ICE. @throws Error when the SDP cannot be read, MediaPortError */
  answer(offerSdp: string): Promise<string>;
  /** Adds a remote candidate, which may arrive before its offer. `null` marks the last one. */
  addCandidate(candidate: CandidateInit | null): Promise<void>;
  setPrompt(text: string): void;
  setImage(bytes: Uint8Array | null): void;
  setPassthrough(on: boolean): void;
  setHeld(held: boolean): void;
  setFaults(faults: MediaFaults): void;
  readonly flowing: boolean;
  readonly stats: MediaCounts & { readonly rendering: RenderStatus; readonly connection: string };
  /** The output, for viewers. */
  readonly stream: ModelStream;
  close(): Promise<void>;
}
