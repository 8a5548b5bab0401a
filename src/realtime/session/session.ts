import type { Dialect, SessionRecord, SessionStage } from '../../world/accounts/sessions.js';
import type { SessionEnd } from '../../world/billing/quota.js';
import type { NewJournalEntry } from '../../world/journal/journal.js';
import { closesAfter, TERMINAL_CLOSE } from '../../contract/terminal-end.js';
import { redactText } from '../../contract/redaction/redact-text.js';
import { effect, type Effect } from '../../world/rules/effects/effect.js';
import type { RealtimeOperation } from '../../world/rules/operations.js';
import type { Decision } from '../../world/rules/types.js';
import { AckQueue, type AckOutcome } from './ack-queue.js';
import { Generation } from './generation.js';
import { injectedError } from './injected-error.js';
import { MediaWatch } from './media-watch.js';
import { errorMessage, generationEnded } from './messages.js';
import { sendError } from './send-error.js';
import { ModelState, type StateFailure } from './model-state.js';
import { SessionEffects } from './session-effects.js';
import type { RoomCall, RoomMediaEvents, RoomFaults, SessionMedia } from './session-media.js';
import { SessionTimers } from './session-timers.js';
import type { SessionHost, SessionPorts, SessionTerms, StateMessage } from './types.js';

/**
 * A realtime session as a state machine over its stages: admitted, queued, joined, generating, ended. It knows neither
 * sockets nor media. Over 250 lines because it is one state machine. Client messages, media events and the account's clock drive it, and it answers through its ports.
 */
export class Session implements RoomMediaEvents, SessionHost {
  readonly record: SessionRecord;
  // Created when needed: thousands of sockets may be idle.
  #model: ModelState | undefined;
  #clock: SessionTimers | undefined;
  #media: MediaWatch | undefined;
  #acks: AckQueue | undefined;
  #generation: Generation | undefined;
  #effects: SessionEffects | undefined;
  #closed = false;

  constructor(
    readonly id: string,
    readonly terms: SessionTerms,
    readonly ports: SessionPorts,
    /** How the client connected, for the journal. */
    address?: Pick<NewJournalEntry, 'path' | 'request'>,
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
      ...(terms.cap?.reached && { capped: true }),
    };
    const { capped } = this.record;
    this.#note('realtime.connect', { stage: 'admitted', ...(capped && { capped }) }, address);
  }

  get #state(): ModelState {
    return (this.#model ??= new ModelState(this.terms.account.settings.text.budget));
  }

  get #timers(): SessionTimers {
    return (this.#clock ??= new SessionTimers(this.terms.account.clock));
  }

  get #watch(): MediaWatch {
    return (this.#media ??= new MediaWatch(this.#timers));
  }

  get stage(): SessionStage {
    return this.record.stage;
  }

  /** Whether output waits for a first state. */
  get held(): boolean {
    return this.#state.held;
  }

  get closed(): boolean {
    return this.#closed;
  }

  get awaitsGeneration(): boolean {
    return this.stage !== 'generating' && this.stage !== 'ended';
  }

  get faults(): RoomFaults {
    return this.#state.faults;
  }

  /** Matches the account's rules against an operation of this session. */
  decide(operation: RealtimeOperation): Decision {
    const { account, model } = this.terms;
    return account.rules.decide(operation, { model: model.requested, prompt: this.#model?.prompt ?? '' });
  }

  /** The client waits for session capacity. */
  queue(): void {
    if (this.stage === 'admitted') this.#enter('queued', 'realtime.join');
  }

  /** The client gets its media. `awaitsState`: it announced a first state, so output is held until then. */
  join(dialect: Dialect, awaitsState: boolean): void {
    this.record.dialect = dialect;
    if (this.record.capped) this.#state.hold(true);
    if (awaitsState) this.#state.awaitState();
    const media = this.decide('realtime.media');
    this.applyEffects(media.effects, 'realtime.media', media.rules);
    if (this.stage === 'admitted' || this.stage === 'queued')
      this.#enter('joined', 'realtime.join', { dialect });
    this.#startUp();
    this.#watch.expect(this, this.#state.hasState);
  }

  /** Sets the media that the session controls. */
  attach(media: SessionMedia): void {
    this.#state.attach(media);
  }

  /** Applies a new prompt or image, acked in order, whether media flows or not. `done`: see `AckQueue.receive`. */
  receive(message: StateMessage, done?: (outcome: AckOutcome) => void): void {
    this.#acks ??= new AckQueue(this, (one) => this.#applyState(one));
    this.#acks.receive(message, done);
  }

  flow(on: boolean): void {
    if (this.#closed || this.record.capped) return;
    if (this.stage !== 'joined' && this.stage !== 'generating') return;
    if (on) this.mediaRestored();
    if (on && this.stage === 'joined') this.#startGeneration();
    // Its effects may have ended it at once.
    if (this.stage === 'generating') this.#generation?.setFlowing(on);
  }

  mediaLost(): void {
    this.flow(false);
    if (this.stage === 'generating') this.#watch.lost(() => this.end('disconnect'));
  }

  mediaRestored(): void {
    this.#media?.connected();
  }

  administered(call: RoomCall): void {
    this.#note('realtime.media', { roomService: call });
    if (call.removesModel) this.stop('inference participant removed');
  }

  /**
   * Ends the generation and sends that. After a terminal reason the socket is closed, unless something else closes it;
   * after another it stays open: closing it would make SDKs reconnect.
   */
  end(reason: string, message?: string, closedElsewhere = false): void {
    if (this.#closed || this.stage === 'ended') return;
    if (message !== undefined) this.ports.send(errorMessage(message));
    if (this.stage === 'generating') this.ports.send(generationEnded(this.record.seconds, reason));
    this.stop(reason);
    this.#effects?.ended();
    if (!this.#closed && !closedElsewhere && closesAfter(reason)) this.ports.close(TERMINAL_CLOSE, reason);
  }

  stop(reason: string): void {
    if (this.stage === 'ended') return;
    this.#generation?.setFlowing(false);
    this.mediaRestored();
    this.#state.hold(true);
    this.record.endedAt = this.terms.account.clock.now();
    // Shown by the inspector and the control API; the reason of a rule may hold a secret.
    this.record.endReason = redactText(reason);
    const { seconds, credits } = this.record;
    this.#enter('ended', 'realtime.generation', { reason, seconds, credits });
  }

  /** The connection is closed. Its slot becomes free, sooner after a clean end than after a crash. */
  finish(how: SessionEnd, reason = how === 'clean' ? 'client_ended' : 'disconnect'): void {
    if (this.#closed) return;
    this.#closed = true;
    const { account } = this.terms;
    this.stop(reason);
    this.#clock?.cancelAll();
    this.#acks?.clear();
    this.#model?.close();
    account.sessions.close(this.id);
    account.organisation.quota.release(this.id, how);
    this.#note('realtime.connect', { stage: 'closed', how, reason });
  }

  applyEffects(
    effects: readonly Effect[],
    operation: RealtimeOperation,
    rules: readonly string[] = [],
  ): void {
    if (rules.length > 0) this.#note(operation, { fired: effects.map(({ type }) => type) }, { rules });
    if (effects.length === 0) return;
    this.#effects ??= new SessionEffects(this, (faults) => this.#state.addFaults(faults));
    this.#effects.apply(effects);
  }

  after(ms: number | undefined, label: string, then: () => void): void {
    if (ms === undefined || ms <= 0) then();
    else this.#timers.after(ms, label, then);
  }

  /** As `after`, for what the client waits for: an `auto` clock moves there. */
  awaited(ms: number, label: string, then: () => void): void {
    this.after(ms, label, then);
    const { clock } = this.terms.account;
    if (ms > 0) void clock.skipTo(clock.now() + ms);
  }

  /** In the pace `live` the first frame comes late. */
  #startUp(): void {
    const ms = this.terms.account.pace.draw('firstFrame');
    if (ms === 0) return;
    this.#state.startUp(true);
    this.awaited(ms, 'first frame', () => this.#state.startUp(false));
  }

  async #applyState(message: StateMessage): Promise<StateFailure> {
    const failure = await this.#state.apply(message, this.terms);
    if (failure === null && !this.record.capped && this.stage !== 'ended') this.#state.hold(false);
    this.#watch.expect(this, this.#state.hasState);
    return failure;
  }

  #startGeneration(): void {
    this.#enter('generating', 'realtime.generation');
    this.#generation = new Generation(this, () => this.#effects?.onSecond());
    this.ports.send({ type: 'generation_started' });
    const { effects, rules } = this.decide('realtime.generation');
    this.applyEffects(effects, 'realtime.generation', rules);
    const error = effect(effects, 'error');
    if (error) this.after(error.afterMs, 'error by rule', () => sendError(this.ports, injectedError(error)));
    this.#effects?.onSecond();
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
}
