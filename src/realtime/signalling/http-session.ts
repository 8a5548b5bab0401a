import { ApiError } from '../../contract/errors.js';
import type { RealtimeServerMessage } from '../../contract/types.js';
import type { SessionEnd } from '../../world/billing/quota.js';
import type { Identity } from '../../world/world.js';
import { recordFrame } from '../gateway/frame-journal.js';
import type { MediaLayer, OpenPeer } from '../media/media-layer.js';
import type { AckOutcome } from '../session/ack-queue.js';
import { Session, type SessionPorts, type SessionTerms, type StateMessage } from '../session/session.js';
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
  readonly ended: () => void;
}

const OVER = { error: 'The session has ended' };

/** A session without a socket: requests drive it, and what it says goes into answers or the event stream. */
export class HttpSession implements SessionPorts {
  readonly session: Session;
  readonly events = new EventStream();
  /** The ICE state's tag, a number that each change raises. */
  version = 1;
  #peer: OpenPeer | undefined;
  /** Requests that wait for what becomes of their state. */
  readonly #unsettled = new Set<(outcome: AckOutcome) => void>();

  constructor(readonly options: HttpSessionOptions) {
    const { id, terms, expiresAt } = options;
    this.session = new Session(id, terms, this);
    const { clock } = terms.account;
    this.session.after(expiresAt - clock.now(), 'session expires', () => this.finish('clean', 'expired'));
  }

  send(message: RealtimeServerMessage): void {
    if (this.session.over) return;
    recordFrame(this.session.terms.account, this.session.id, 'out', message);
    if (message.type === 'error')
      this.events.emit({ event: 'error', data: { title: message.error, detail: message.error } });
  }

  close(_code: number, reason: string): void {
    this.finish('clean', reason);
  }

  drop(): void {
    this.finish('crash', 'dropped');
  }

  /** Ticks go nowhere here. */
  caughtUp(): undefined {
    return undefined;
  }

  defect(error: unknown): void {
    this.options.defect(error);
  }

  /**
   * Sets prompt or picture. The answer is the request's own, so no rule can keep it back or send it twice as it can
   * an ack. @returns why not, or null. @throws ApiError that a rule asked for
   */
  state(message: StateMessage): Promise<string | null> {
    if (this.session.over) return Promise.resolve(OVER.error);
    return new Promise((resolve, reject) => {
      const settle = (outcome: AckOutcome): void => {
        this.#unsettled.delete(settle);
        if ('refused' in outcome) reject(new ApiError(outcome.refused));
        else resolve(outcome.error);
      };
      this.#unsettled.add(settle);
      this.session.receive(message, settle);
    });
  }

  /**
   * Sets up media and answers the offer.
   * @throws Error when the SDP cannot be read; ApiError session_not_found when the session ends meanwhile
   */
  async connect(offer: string): Promise<string> {
    const { session } = this;
    session.join('http', true);
    const peer = await this.options.media.openPeer({
      events: {
        flow: (on) => session.flow(on),
        returned: () => session.returned(),
        left: () => this.finish('crash', 'disconnect'),
        // Seen: a session without prompt and picture shows nothing and is billed all the same (facts: api.md 3.2).
        connected: () => {
          if (session.held) session.flow(true);
        },
      },
      candidate: (candidate) => this.events.emit({ event: 'ice-candidate', data: candidate }),
      candidatesInAnswer: false,
      iceNeverConnects: session.faults.iceNeverConnects === true,
    });
    this.#peer = peer;
    if (session.over) await peer.close();
    this.assertRunning();
    session.attach(peer.media);
    const answer = await peer.answer(offer);
    this.assertRunning();
    // Two turns on, after the candidates that were gathered with the answer.
    setImmediate(() => setImmediate(() => this.events.emit({ event: 'ice-candidate', data: null })));
    peer.begin();
    return answer;
  }

  /** @throws ApiError session_not_found */
  assertRunning(): void {
    if (this.session.over) throw new ApiError('session_not_found');
  }

  async addCandidates(candidates: Parameters<OpenPeer['addCandidate']>[0][]): Promise<void> {
    for (const candidate of candidates) await this.#peer?.addCandidate(candidate);
    this.version++;
  }

  finish(how: SessionEnd, reason?: string): void {
    if (this.session.over) return;
    this.session.finish(how, reason);
    this.events.end();
    for (const settle of this.#unsettled) settle(OVER);
    this.#peer?.close().catch(this.options.defect);
    this.options.ended();
  }
}
