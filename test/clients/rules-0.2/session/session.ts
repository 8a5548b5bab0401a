import { pause } from '../clock.js';
import { nextCredential, type CredentialSource } from '../credential.js';
import { dialUrl, type DialTarget } from '../dial-url.js';
import { ClosedError, terminalClose, terminalError } from '../errors.js';
import type { RoomHandle, RoomRequest } from '../media/room.js';
import { CAPACITY_BUDGET_MS, RETRIES, TERMINAL_REASONS } from '../numbers.js';
import type { RoomInfo, ServerMessage, StateMessage } from '../signalling/messages.js';
import { Signalling } from '../signalling/signalling.js';
import { AppliedState, type ModelState } from './applied-state.js';
import { Emitter } from './emitter.js';
import { redial, type RedialPolicy } from './redial.js';
import type { Platform, SessionEnd, SessionEvents, SessionState } from './types.js';

export interface SessionRequest<Local> extends Pick<RoomRequest<Local>, 'local' | 'remoteAudio' | 'codec'> {
  readonly target: DialTarget;
  readonly credentials: CredentialSource;
  readonly initial: ModelState;
  /** Redials of a failed connect. */
  readonly retries?: number;
  readonly capacityBudgetMs?: number;
}

/** One dial that worked, or still may. */
interface Link {
  readonly signalling: Signalling;
  room?: RoomHandle;
  info?: RoomInfo;
  /** The terminal reason of its `generation_ended`: the next close ends the session. */
  terminal?: SessionEnd;
  /** Its socket closed before it was up. */
  failure?: Error;
}

/** A session as its app sees it: connects, follows the server, dials again, and ends for good where the rules say so. */
export class Session<Local> {
  readonly events = new Emitter<SessionEvents>();
  readonly #applied: AppliedState;
  #state: SessionState = 'disconnected';
  #link: Link | undefined;
  /** The session is over: by the app, or by an end that is final. */
  #over = false;

  constructor(
    private readonly platform: Platform<Local>,
    private readonly request: SessionRequest<Local>,
  ) {
    this.#applied = new AppliedState(request.initial);
  }

  get state(): SessionState {
    return this.#state;
  }

  get info(): RoomInfo | undefined {
    return this.#link?.info;
  }

  get room(): RoomHandle | undefined {
    return this.#link?.room;
  }

  /** @throws what the last dial threw: an `Error`, or a LocalError of the credential */
  async connect(): Promise<void> {
    const { credentials, retries = RETRIES } = this.request;
    this.#become('connecting');
    try {
      // The first key is asked for outside the retries: the failure of a provider reaches the app.
      let key: string | undefined = await nextCredential(credentials, this.platform.clock);
      await redial(async () => {
        const first = key;
        key = undefined;
        await this.#dial(first);
      }, this.#policy(retries));
    } catch (error) {
      this.#over = true;
      this.#become('disconnected');
      throw error;
    }
  }

  /** Sends a state and resolves with its ack. */
  async apply(state: StateMessage, ms?: number): Promise<void> {
    if (this.#state !== 'connected' && this.#state !== 'generating')
      throw new Error(`Cannot send message: connection is ${this.#state}`);
    await this.#link?.signalling.send(state, ms);
    this.#applied.acked(state);
  }

  disconnect(): void {
    this.#over = true;
    void this.#drop(this.#link);
    this.#become('disconnected');
  }

  /** One dial: key, socket, join, room. Fails when the session has ended meanwhile. */
  async #dial(firstKey?: string): Promise<void> {
    this.#checkLive();
    const { target, credentials, local, remoteAudio, codec } = this.request;
    const { platform } = this;
    const key = firstKey ?? (await nextCredential(credentials, platform.clock));
    const link: Link = { signalling: this.#signalling(() => link) };
    this.#link = link;
    try {
      const state = this.#applied.message;
      const { passthrough } = this.#applied;
      const joined = await link.signalling.join(
        platform.openSocket,
        dialUrl(target, key),
        { passthrough },
        state,
      );
      joined.acked.then(
        () => state && this.#applied.acked(state),
        (error: Error) => this.#link === link && this.#isUp() && this.events.emit('error', error),
      );
      const { info } = joined;
      link.info = info;
      link.room = await platform.joinRoom({
        url: info.livekitUrl,
        token: info.token,
        local,
        remoteAudio,
        codec,
        onStream: (stream) => this.events.emit('remoteStream', stream),
        onLost: () => this.#lost(link),
      });
      this.#checkLive();
      if (link.failure) throw link.failure;
    } catch (error) {
      await this.#drop(link);
      throw error;
    }
    this.#become('connected');
  }

  #signalling(link: () => Link): Signalling {
    return new Signalling(this.platform.clock, {
      message: (message) => this.#heard(link(), message),
      // The failure of a join reaches the app as that of its dial.
      serverError: (error) => link().info && this.events.emit('error', error),
      closed: (close) => {
        // Also of a socket that was given up: its reason may come late.
        const reason = link().terminal ?? terminalClose(close);
        if (reason !== undefined) return this.#end(reason);
        link().failure = new ClosedError(close);
        this.#lost(link());
      },
    });
  }

  #heard(link: Link, { type, seconds, reason, position, queue_size: queueSize }: ServerMessage): void {
    if (type === 'queue_position')
      this.events.emit('queuePosition', { position: Number(position), queueSize: Number(queueSize) });
    if (type === 'generation_started' || type === 'generation_tick') {
      if (this.#state === 'connected') this.#become('generating');
    }
    if (type === 'generation_tick') this.events.emit('generationTick', { seconds: Number(seconds) });
    if (type === 'generation_ended') {
      this.events.emit('generationEnded', { seconds: Number(seconds), reason: String(reason) });
      if (TERMINAL_REASONS.includes(String(reason))) link.terminal = reason as SessionEnd;
    }
  }

  /** The socket or the room of a running session is gone. */
  #lost(link: Link): void {
    if (link !== this.#link || !this.#isUp()) return;
    if (link.terminal !== undefined) return this.#end(link.terminal);
    this.#become('reconnecting');
    void this.#reconnect(link);
  }

  async #reconnect(old: Link): Promise<void> {
    // What the socket still delivers comes first.
    await pause(this.platform.clock, 0);
    await this.#drop(old);
    try {
      await redial(() => this.#dial(), this.#policy(RETRIES));
    } catch (error) {
      if (this.#over) return;
      const reason = terminalError(error);
      if (reason !== undefined) return this.#end(reason);
      this.#over = true;
      this.#become('disconnected');
      this.events.emit('error', error as Error);
    }
  }

  #end(reason: SessionEnd): void {
    if (this.#over) return;
    this.#over = true;
    this.events.emit('sessionEnded', { reason });
    void this.#drop(this.#link);
    this.#become('disconnected');
  }

  async #drop(link: Link | undefined): Promise<void> {
    link?.signalling.close();
    await link?.room?.leave();
  }

  #policy(retries: number): RedialPolicy {
    const { clock, random } = this.platform;
    return {
      clock,
      random,
      retries,
      capacityBudgetMs: this.request.capacityBudgetMs ?? CAPACITY_BUDGET_MS,
      onCapacityWait: (wait) => this.events.emit('capacityWait', wait),
    };
  }

  #isUp(): boolean {
    return this.#state === 'connected' || this.#state === 'generating';
  }

  #checkLive(): void {
    if (this.#over) throw new Error('Stale connect attempt');
  }

  #become(state: SessionState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.events.emit('connectionChange', state);
  }
}
