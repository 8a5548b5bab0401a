import { ApiError } from '../../contract/errors.js';
import type { RealtimeServerMessage } from '../../contract/types.js';
import type { SessionEnd } from '../../world/billing/quota.js';
import type { Identity } from '../../world/world.js';
import { recordFrame } from '../gateway/frame-journal.js';
import type { MediaLayer, OpenPeer } from '../media/media-layer.js';
import type { AckOutcome } from '../session/ack-queue.js';
import type { Refusal } from '../rejection.js';
import { errorMessage } from '../session/messages.js';
import { Session } from '../session/session.js';
import type { SessionPorts, SessionTerms, StateMessage } from '../session/types.js';
import { EventStream } from './event-stream.js';

export interface HttpSessionOptions {
  readonly id: string;
  readonly identity: Identity;
  readonly terms: SessionTerms;
  readonly eventToken: string;
  /** Epoch ms on the account's clock. */
  readonly expiresAt: number;
  readonly media: MediaLayer;
  readonly defect: (error: unknown) => void;
  readonly onEnd: () => void;
}

const ENDED = { error: 'The session has ended' };

/** A session without a socket. Requests drive it; its output goes into answers and the event stream. */
export class HttpSession implements SessionPorts {
  readonly session: Session;
  readonly events = new EventStream();
  /** Counts the changes of the ICE state. */
  #version = 1;
  #peer: OpenPeer | undefined;
  /** The request that creates the session, while it is answered. */
  #starting: Promise<void> | undefined;
  /** Requests that wait for the outcome of their state. */
  readonly #pending = new Set<(outcome: AckOutcome) => void>();

  constructor(readonly options: HttpSessionOptions) {
    const { id, terms, expiresAt } = options;
    this.session = new Session(id, terms, this);
    const { clock } = terms.account;
    this.session.after(expiresAt - clock.now(), 'session expires', () => this.finish('clean', 'expired'));
  }

  /** The tag of the ICE state; changes with each candidate request. */
  get etag(): string {
    return `"${this.#version}"`;
  }

  send(message: RealtimeServerMessage): void {
    if (this.session.closed) return;
    recordFrame(this.session.terms.account, this.session.id, 'out', message);
    if (message.type === 'error')
      this.events.emit({ event: 'error', data: { title: message.error, detail: message.error } });
  }

  close(_code: number, reason: string): void {
    this.finish('clean', reason);
  }

  reject({ text, closeCode, reason }: Refusal): void {
    this.send(errorMessage(text));
    this.close(closeCode, reason);
  }

  drop(): void {
    this.finish('crash', 'dropped');
  }

  /** Nothing is buffered: ticks are not sent. */
  drained(): undefined {
    return undefined;
  }

  defect(error: unknown): void {
    this.options.defect(error);
  }

  /**
   * Sets prompt or image. The result answers the request, so no rule can skip or repeat it as it can an ack.
   * @returns why it was not applied, or null. @throws ApiError for the error of a rule
   */
  applyState(message: StateMessage): Promise<string | null> {
    if (this.session.closed) return Promise.resolve(ENDED.error);
    return new Promise((resolve, reject) => {
      const done = (outcome: AckOutcome): void => {
        this.#pending.delete(done);
        // What follows the first state waits for no time any more, so a move of the clock can wait for it.
        if (this.#starting) this.session.terms.account.clock.hold(this.#starting);
        if ('injected' in outcome) reject(new ApiError(outcome.injected));
        else resolve(outcome.error);
      };
      this.#pending.add(done);
      this.session.receive(message, done);
    });
  }

  /** Notes the request that creates the session. */
  start(request: Promise<unknown>): void {
    const ended = (): void => (this.#starting = undefined);
    this.#starting = request.then(ended, ended);
  }

  /**
   * Opens the media and answers the offer.
   * @throws Error when the SDP cannot be read; ApiError session_not_found when the session ends meanwhile, at_capacity
   *   when there is no UDP port for the media
   */
  async connect(offer: string, clientAddress: string | undefined): Promise<string> {
    const { session } = this;
    session.join('http', true);
    const peer = await this.options.media.openPeer({
      events: {
        flow: (on) => session.flow(on),
        mediaRestored: () => session.mediaRestored(),
        mediaLost: () => this.finish('crash', 'disconnect'),
        // Observed: a session without prompt and image shows nothing, and is billed (facts: api.md 3.2).
        connected: () => {
          if (session.held) session.flow(true);
        },
      },
      candidate: (candidate) => this.events.emit({ event: 'ice-candidate', data: candidate }),
      candidatesInAnswer: false,
      clientAddress,
      iceNeverConnects: session.faults.iceNeverConnects === true,
    });
    this.#peer = peer;
    if (session.closed) await peer.close();
    this.assertRunning();
    session.attach(peer.media);
    const answer = await peer.answer(offer);
    this.assertRunning();
    // After the candidates of the answer, which are sent in the next turn of the event loop.
    setImmediate(() => setImmediate(() => this.events.emit({ event: 'ice-candidate', data: null })));
    peer.begin();
    return answer;
  }

  /** @throws ApiError session_not_found */
  assertRunning(): void {
    if (this.session.closed) throw new ApiError('session_not_found');
  }

  async addCandidates(candidates: Parameters<OpenPeer['addCandidate']>[0][]): Promise<void> {
    for (const candidate of candidates) await this.#peer?.addCandidate(candidate);
    this.#version++;
  }

  /** Ends the session; later calls have no effect. */
  finish(how: SessionEnd, reason?: string): void {
    if (this.session.closed) return;
    this.session.finish(how, reason);
    this.events.end();
    for (const done of this.#pending) done(ENDED);
    this.#peer?.close().catch(this.options.defect);
    this.options.onEnd();
  }
}
