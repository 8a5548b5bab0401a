import type { RealtimeClientMessage } from '../../contract/types.js';
import type { OutputPreferences } from '../../media/live/renderer.js';
import type { CandidateInit } from '../../media/webrtc/connection.js';
import type { MediaLayer, OpenPeer } from '../media/media-layer.js';
import { errorMessage } from '../session/messages.js';
import type { Session } from '../session/session.js';
import { joinSession } from './join-flow.js';

export type Signal = Extract<RealtimeClientMessage, { type: 'offer' | 'answer' | 'ice-candidate' }>;

export interface DirectOptions {
  readonly media: MediaLayer;
  readonly output: OutputPreferences;
  /** Address of this server, which viewers must be told. */
  readonly server: { readonly ip: string; readonly port: number };
  /** Python drops trickled candidates (facts: sdk-python-android-ios.md 3.3). */
  readonly candidatesInAnswer: boolean;
}

/** JavaScript up to 0.0.68 and its contemporaries: offer, answer and candidates on the socket itself. */
export class DirectDialect {
  #peer: OpenPeer | undefined;
  #opening: Promise<OpenPeer> | undefined;
  /** Candidates that raced ahead of the peer. */
  #early: (CandidateInit | null)[] = [];
  #entered = false;
  #offer: string | undefined;
  #closed = false;

  constructor(
    readonly session: Session,
    readonly options: DirectOptions,
  ) {
    const { ip, port } = options.server;
    session.ports.send({ type: 'session_id', session_id: session.id, server_ip: ip, server_port: port });
  }

  /** The output, once there is some; for viewers. */
  get peer(): OpenPeer | undefined {
    return this.#peer;
  }

  signal(message: Signal): void {
    if (message.type === 'offer') this.#offered(message.sdp);
    else if (message.type === 'ice-candidate') this.#candidate(message.candidate);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await (await this.#opening)?.close();
  }

  #offered(sdp: string): void {
    this.#offer = sdp;
    if (this.#entered) return this.#start();
    this.#entered = true;
    joinSession(this.session, () => {
      // SDKs that announce a state have had it acked before they offer; the others set it later or never.
      this.session.join('direct', false);
      this.#start();
    });
  }

  #start(): void {
    const sdp = this.#offer;
    if (sdp === undefined) return;
    this.#offer = undefined;
    // An offer that cannot be read is the client's affair; the cause stays here, as its words could stop retries.
    this.#answer(sdp).catch(() => {
      if (!this.session.over) this.session.ports.send(errorMessage('The offer could not be applied'));
    });
  }

  async #answer(sdp: string): Promise<void> {
    const { session } = this;
    // One for all offers: of those that come while it opens, each would leave one of its own behind.
    const peer = await (this.#opening ??= this.#open());
    if (this.#closed) return;
    const answer = await peer.answer(sdp);
    if (session.over) return;
    session.ports.send({ type: 'answer', sdp: answer });
    for (const candidate of this.#early.splice(0)) await peer.addCandidate(candidate);
    peer.begin();
  }

  async #open(): Promise<OpenPeer> {
    const { session, options } = this;
    const peer = await options.media.openPeer({
      events: session,
      candidate: (candidate) => {
        if (!session.over) session.ports.send({ type: 'ice-candidate', candidate: plain(candidate) });
      },
      output: options.output,
      candidatesInAnswer: options.candidatesInAnswer,
      iceNeverConnects: session.faults.iceNeverConnects === true,
    });
    this.#peer = peer;
    session.attach(peer.media);
    return peer;
  }

  #candidate(candidate: CandidateInit | null): void {
    if (this.#peer && this.#offer === undefined)
      this.#peer.addCandidate(candidate).catch((error: unknown) => this.session.ports.defect(error));
    else if (this.#early.length < MAX_EARLY) this.#early.push(candidate);
  }
}

const MAX_EARLY = 256;

/** Android insists on both places being there. */
const plain = ({ candidate, sdpMid = null, sdpMLineIndex = null }: CandidateInit) => ({
  candidate,
  sdpMid,
  sdpMLineIndex,
});
