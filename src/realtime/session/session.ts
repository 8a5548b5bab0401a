import type { RealtimeClientMessage, RealtimeServerMessage } from '../../contract/types.js';
import type { Account } from '../../world/accounts/account.js';
import type { SessionEnd } from '../../world/billing/quota.js';
import type { Served } from '../../world/catalogue/index.js';
import type { TimerHandle } from '../../world/time/clock.js';
import type { NewJournalEntry } from '../../world/journal/journal.js';
import { redactText } from '../../world/journal/redact.js';
import type { Effect } from '../../world/rules/effects/effect.js';
import type { RealtimeOperation } from '../../world/rules/operations.js';
import type { Decision } from '../../world/rules/types.js';
import type { Dialect, SessionRecord, SessionStage } from '../../world/accounts/sessions.js';
import { errorText } from '../refusals.js';
import { AckQueue, type AckOutcome } from './ack-queue.js';
import { ModelState } from './model-state.js';
import { errorMessage, generationEnded, generationTick } from './messages.js';
import { Meter } from './meter.js';
import { SessionEffects } from './session-effects.js';
import type { MediaEvents, RoomFaults, SessionMedia } from './session-media.js';

/** What was settled when the client was let in. */
export interface SessionTerms {
  readonly account: Account;
  readonly model: Served;
  readonly creditsPerSecond: number;
  /** The token's `maxSessionDuration`, seconds. */
  readonly maxSeconds?: number;
  /** A trial ends by itself after this. */
  readonly trialSeconds?: number;
  /** The address a socket was opened with, as journals tell it. */
  readonly address?: Pick<NewJournalEntry, 'path' | 'request'>;
}

/** What a session asks of whoever holds its socket. */
export interface SessionPorts {
  send(message: RealtimeServerMessage): void;
  close(code: number, reason: string): void;
  /** Cuts the connection without a close frame. */
  drop(): void;
  /** When the client has read most of what it was sent; undefined when it has. */
  caughtUp(): Promise<void> | undefined;
  /** A failure that was not meant for the client. */
  defect(error: unknown): void;
}

export type StateMessage = Extract<RealtimeClientMessage, { type: 'prompt' | 'set_image' }>;

/**
 * Seconds of generation over the cap before it bites, as was seen: a cap of 30 gave ticks up to 32, and the error
 * instead of the next (facts: api.md 2).
 */
const DURATION_GRACE_S = 2;
/** How long a client may be gone from its room while its socket is open; ours. */
const LEFT_GRACE_MS = 15_000;

/**
 * A realtime session: admitted, queued, joined, generating, ended. It knows neither sockets nor media: client
 * messages, media events and the account's clock drive it, and it answers through its ports.
 */
export class Session implements MediaEvents {
  readonly record: SessionRecord;
  readonly #look = new ModelState();
  /** Made when needed, like the timers: thousands of sockets may do nothing but be there. */
  #acks: AckQueue | undefined;
  #over = false;
  #meter: Meter | undefined;
  #orders: SessionEffects | undefined;
  #timers: Set<TimerHandle> | undefined;
  #leaving: TimerHandle | undefined;

  constructor(
    readonly id: string,
    readonly terms: SessionTerms,
    readonly ports: SessionPorts,
  ) {
    const { account, model } = terms;
    const startedAt = account.clock.now();
    this.record = {
      id,
      model: model.model.name,
      startedAt,
      stage: 'admitted',
      seconds: 0,
      credits: 0,
    };
    this.#note('realtime.connect', { stage: 'admitted' }, terms.address);
  }

  get stage(): SessionStage {
    return this.record.stage;
  }

  /** Whether output waits for a first state. */
  get held(): boolean {
    return this.#look.held;
  }

  /** The socket is gone. */
  get over(): boolean {
    return this.#over;
  }

  get faults(): RoomFaults {
    return this.#look.faults;
  }

  /** Asks the account's rules about something this session does. */
  decide(operation: RealtimeOperation): Decision {
    const { account, model } = this.terms;
    return account.rules.decide(operation, { model: model.requested, prompt: this.#look.prompt });
  }

  /** The client waits for a seat. */
  queue(): void {
    if (this.stage === 'admitted') this.#enter('queued', 'realtime.join');
  }

  /**
   * The client was told where its media goes. `awaitsState`: it announced a first state, so nothing is shown before.
   */
  join(dialect: Dialect, awaitsState: boolean): void {
    this.record.dialect = dialect;
    if (awaitsState) this.#look.awaitState();
    const media = this.decide('realtime.media');
    this.shape(media.effects, 'realtime.media', media.rules);
    if (this.stage === 'admitted' || this.stage === 'queued')
      this.#enter('joined', 'realtime.join', { dialect });
  }

  /** Gives the session the media it commands; what was set before is passed on. */
  attach(media: SessionMedia): void {
    this.#look.attach(media);
  }

  /** A new prompt or picture; acked in order, whether media flows or not. See `AckLine` for `settle`. */
  receive(message: StateMessage, settle?: (outcome: AckOutcome) => void): void {
    this.#acks ??= new AckQueue(this, (one) => this.#apply(one));
    this.#acks.receive(message, settle);
  }

  flow(on: boolean): void {
    if (this.#over || this.stage === 'ended' || this.stage === 'admitted' || this.stage === 'queued') return;
    if (on) this.returned();
    if (on && this.stage === 'joined') this.#start();
    if (this.stage !== 'generating') return;
    if (on) this.#meter?.run();
    else this.#meter?.pause();
  }

  left(): void {
    this.flow(false);
    if (this.stage !== 'generating') return;
    this.#leaving ??= this.#later(LEFT_GRACE_MS, 'client gone from its room', () => this.end('disconnect'));
  }

  returned(): void {
    if (!this.#leaving) return;
    this.#leaving.cancel();
    this.#timers?.delete(this.#leaving);
    this.#leaving = undefined;
  }

  /** Ends the generation and says so; the socket stays, as closing it would make SDKs come again. */
  end(reason: string, message?: string): void {
    if (this.#over || this.stage === 'ended') return;
    if (message !== undefined) this.ports.send(errorMessage(message));
    if (this.stage === 'generating') this.ports.send(generationEnded(this.record.seconds, reason));
    this.#stop(reason);
  }

  /** The socket is gone: the slot becomes free, sooner after a clean end than after a crash. */
  finish(how: SessionEnd, reason = how === 'clean' ? 'client_ended' : 'disconnect'): void {
    if (this.#over) return;
    this.#over = true;
    const { account } = this.terms;
    this.#stop(reason);
    for (const timer of this.#timers ?? []) timer.cancel();
    this.#timers = undefined;
    this.#acks?.clear();
    this.#look.attach(undefined);
    account.sessions.close(this.id);
    account.organisation.quota.release(this.id, how);
    this.#note('realtime.connect', { stage: 'closed', how, reason });
  }

  /** Carries out those effects that concern the connection as a whole. */
  shape(effects: readonly Effect[], operation: RealtimeOperation, rules: readonly string[] = []): void {
    if (rules.length > 0) this.#note(operation, { fired: effects.map(({ type }) => type) }, { rules });
    for (const one of effects) {
      this.#orders ??= new SessionEffects(this, (faults) => this.#look.spoil(faults));
      this.#orders.apply(one);
    }
  }

  async #apply(message: StateMessage): Promise<string | null> {
    const failure = await this.#look.apply(message, this.terms);
    if (failure === null && this.#look.held && this.stage !== 'ended') this.#look.hold(false);
    return failure;
  }

  #start(): void {
    this.#enter('generating', 'realtime.generation');
    this.#meter = new Meter(this.terms.account.clock, () => {
      this.#second();
      // A month takes seconds when the clock is moved, and its ticks are more than a client reads in that time.
      return this.ports.caughtUp();
    });
    this.ports.send({ type: 'generation_started' });
    const generation = this.decide('realtime.generation');
    this.shape(generation.effects, 'realtime.generation', generation.rules);
  }

  /** A second of generation is over. */
  #second(): void {
    const { account, maxSeconds, trialSeconds, creditsPerSecond } = this.terms;
    const { record } = this;
    if (maxSeconds !== undefined && record.seconds >= maxSeconds + DURATION_GRACE_S) {
      // Seen live: this error, and after it silence on an open socket.
      this.ports.send(errorMessage(errorText('session_duration_limit')));
      return this.#stop('session_duration_limit');
    }
    if (!account.organisation.credits.draw(creditsPerSecond, account.clock.now(), this.id)) {
      this.end('insufficient_credits');
      this.ports.send(errorMessage(errorText('insufficient_credits')));
      return this.ports.close(1008, errorText('insufficient_credits'));
    }
    record.seconds++;
    record.credits = Math.round((record.credits + creditsPerSecond) * 100) / 100;
    this.ports.send(generationTick(record.seconds));
    if (trialSeconds !== undefined && record.seconds >= trialSeconds) {
      this.end('timeout');
      return this.ports.close(1000, 'Trial ended');
    }
    this.#orders?.second();
  }

  #stop(reason: string): void {
    if (this.stage === 'ended') return;
    this.#meter?.pause();
    this.returned();
    this.#look.hold(true);
    this.record.endedAt = this.terms.account.clock.now();
    // Shown by the inspector and the control API; a rule's author may have put a secret in it.
    this.record.endReason = redactText(reason);
    const { seconds, credits } = this.record;
    this.#enter('ended', 'realtime.generation', { reason, seconds, credits });
  }

  #enter(
    stage: SessionStage,
    operation: RealtimeOperation,
    detail: Readonly<Record<string, unknown>> = {},
  ): void {
    this.record.stage = stage;
    this.#note(operation, { stage, ...detail });
  }

  #note(
    operation: RealtimeOperation,
    detail: Readonly<Record<string, unknown>>,
    more: Partial<NewJournalEntry> = {},
  ): void {
    const { account, model } = this.terms;
    account.journal.add({
      kind: 'world',
      operation,
      sessionId: this.id,
      model: model.model.name,
      ...more,
      detail,
    });
  }

  /** Runs `then` in `ms`, or at once; not at all when the session is over by then. */
  after(ms: number | undefined, label: string, then: () => void): void {
    if (ms === undefined || ms <= 0) then();
    else this.#later(ms, label, then);
  }

  #later(ms: number, label: string, then: () => void): TimerHandle {
    const timer = this.terms.account.clock.after(ms, label, () => {
      this.#timers?.delete(timer);
      then();
    });
    this.#timers ??= new Set();
    this.#timers.add(timer);
    return timer;
  }
}
