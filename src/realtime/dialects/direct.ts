import { ApiError } from '../../contract/errors.js';
import type { RealtimeClientMessage } from '../../contract/types.js';
import type { OutputPreferences } from '../../media/live/renderer.js';
import { boundedCandidate } from '../../media/webrtc/bounded-candidate.js';
import type { CandidateInit } from '../../media/webrtc/connection.js';
import type { MediaLayer, OpenPeer } from '../media/media-layer.js';
import { rejectionFor, violation } from '../rejection.js';
import { errorMessage, sessionId, type ControlTransport } from '../session/messages.js';
import type { Session } from '../session/session.js';
import { joinSession } from './join-flow.js';

export type DirectSignal = Extract<RealtimeClientMessage, { type: 'offer' | 'answer' | 'ice-candidate' }>;

export interface DirectOptions {
  readonly media: MediaLayer;
  readonly output: OutputPreferences;
  /** The connection of the control socket: viewers need the address of this server. */
  readonly transport: ControlTransport;
  /** Python drops trickled candidates (facts: sdk-python-android-ios.md 3.3). */
  readonly candidatesInAnswer: boolean;
  /** The address of the client's socket. */
  readonly clientAddress: string | undefined;
}

/** Offers that may be in work; more is a flood. */
const MAX_OFFERS = 16;
/** Candidates that may wait for the peer; more is a flood. */
const MAX_EARLY_CANDIDATES = 256;

/** JavaScript up to 0.0.68 and its contemporaries: offer, answer and candidates on the socket itself. */
export class DirectDialect {
  #state: 'new' | 'joining' | 'joined' = 'new';
  /** The latest offer, until it is answered. */
  #offer: string | undefined;
  /** Offers in work. */
  #answering = 0;
  #peer: OpenPeer | undefined;
  /** One peer for all offers: each that arrives while it opens would otherwise leak another. */
  #opening: Promise<OpenPeer> | undefined;
  /** Candidates that arrived before the peer was ready. */
  #earlyCandidates: (CandidateInit | null)[] = [];

  constructor(
    readonly session: Session,
    readonly options: DirectOptions,
  ) {
    session.ports.send(sessionId(session.id, options.transport));
  }

  /** The peer with the output, once it is open; for viewers. */
  get peer(): OpenPeer | undefined {
    return this.#peer;
  }

  signal(message: DirectSignal): void {
    if (message.type === 'offer') this.#receiveOffer(message.sdp);
    else if (message.type === 'ice-candidate') this.#addCandidate(message.candidate);
  }

  /** The session has ended. */
  async close(): Promise<void> {
    await (await this.#opening)?.close();
  }

  #receiveOffer(sdp: string): void {
    this.#offer = sdp;
    if (this.#state === 'joined') return this.#answerOffer();
    if (this.#state !== 'new') return;
    this.#state = 'joining';
    joinSession(this.session, () => {
      this.#state = 'joined';
      // SDKs that announce a state wait for its ack before they offer; the others set it later or never.
      this.session.join('direct', false);
      this.#answerOffer();
    });
  }

  #answerOffer(): void {
    const sdp = this.#offer;
    if (sdp === undefined) return;
    this.#offer = undefined;
    if (this.#answering >= MAX_OFFERS)
      return this.session.ports.reject(violation('Too many messages at once'));
    this.#answering++;
    // The client gets no cause of a malformed offer: its words could stop an SDK's retries.
    const answered = this.#answer(sdp)
      .catch((error: unknown) => {
        const { closed, ports } = this.session;
        if (closed) return;
        if (error instanceof ApiError) ports.reject(rejectionFor(error));
        else ports.send(errorMessage('The offer could not be applied'));
      })
      .finally(() => this.#answering--);
    this.session.terms.account.clock.hold(answered);
  }

  async #answer(sdp: string): Promise<void> {
    const { session } = this;
    const peer = await (this.#opening ??= this.#openPeer());
    if (session.closed) return;
    const answer = await peer.answer(sdp);
    if (session.closed) return;
    session.ports.send({ type: 'answer', sdp: answer });
    for (const candidate of this.#earlyCandidates.splice(0)) await peer.addCandidate(candidate);
    peer.begin();
  }

  async #openPeer(): Promise<OpenPeer> {
    const { session, options } = this;
    const peer = await options.media.openPeer({
      events: session,
      candidate: (candidate) => {
        if (!session.closed)
          session.ports.send({ type: 'ice-candidate', candidate: withAllFields(candidate) });
      },
      output: options.output,
      candidatesInAnswer: options.candidatesInAnswer,
      clientAddress: options.clientAddress,
      iceNeverConnects: session.faults.iceNeverConnects === true,
    });
    this.#peer = peer;
    session.attach(peer.media);
    return peer;
  }

  #addCandidate(received: CandidateInit | null): void {
    const candidate = received && boundedCandidate(received);
    if (candidate === undefined) return;
    if (this.#peer && this.#offer === undefined)
      this.#peer.addCandidate(candidate).catch((error: unknown) => this.session.ports.defect(error));
    else if (this.#earlyCandidates.length < MAX_EARLY_CANDIDATES) this.#earlyCandidates.push(candidate);
  }
}

/** Android requires both fields that locate the section. */
const withAllFields = ({ candidate, sdpMid = null, sdpMLineIndex = null }: CandidateInit) => ({
  candidate,
  sdpMid,
  sdpMLineIndex,
});
