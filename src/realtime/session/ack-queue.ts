import { ApiError, type ErrorCode } from '../../contract/errors.js';
import { draw } from '../../world/random/draw-duration.js';
import { valueBytes } from '../../world/text/value-bytes.js';
import { delayOf } from '../../world/rules/delay-of.js';
import { effect, type Effect } from '../../world/rules/effects/effect.js';
import { promptEffects } from '../../world/rules/prompt-directives.js';
import type { Decision } from '../../world/rules/types.js';
import { promptWarnings, skippedWarnings } from '../../world/rules/magic-warnings.js';
import type { TextShare } from '../../world/text/text-budget.js';
import type { TimerHandle } from '../../world/time/timer-queue.js';
import { violation } from '../rejection.js';
import { AckPace } from './ack-pace.js';
import { injectedError } from './injected-error.js';
import { imageAck, promptAck } from './messages.js';
import type { StateFailure } from './model-state.js';
import { sendError } from './send-error.js';
import type { SessionHost, StateMessage } from './types.js';

/**
 * The result of a state message. `error`: why it was not applied. `injected`: an error instead of the ack, of a rule, or
 * because the message does not fit into the text budget.
 */
export type AckOutcome = { readonly error: string | null } | { readonly injected: ErrorCode };

interface PendingAck {
  readonly message: StateMessage;
  /** What it takes of the text budget. */
  readonly bytes: number;
  readonly done: (outcome: AckOutcome) => void;
}

const operationOf = ({ type }: StateMessage): 'realtime.prompt' | 'realtime.image' =>
  type === 'prompt' ? 'realtime.prompt' : 'realtime.image';

/** State messages that may wait for their ack; more is a flood. */
const MAX_PENDING = 256;

/**
 * Applies and acks state messages one after the other. Clients match the acks of images by their order alone, so a late
 * ack holds back those behind it.
 */
export class AckQueue {
  readonly #pending: PendingAck[] = [];
  readonly #pace: AckPace;
  /** Of the text budget: what is pending, and what is in work. */
  readonly #text: TextShare;
  #working = false;
  #timer: TimerHandle | undefined;

  constructor(
    readonly session: SessionHost,
    readonly apply: (message: StateMessage) => Promise<StateFailure>,
  ) {
    const { account } = session.terms;
    this.#pace = new AckPace(account);
    this.#text = account.settings.text.budget.share();
  }

  /** `done` gets the outcome, whether an ack is sent or not; it is not called when the session ends before. */
  receive(message: StateMessage, done?: PendingAck['done']): void {
    if (this.#pending.length >= MAX_PENDING) {
      return this.session.ports.reject(violation('Too many messages at once'));
    }
    const bytes = valueBytes(message);
    if (!this.#text.fits(bytes)) {
      if (done) return done({ injected: 'text_full' });
      return this.session.ports.reject(violation('Too much text at once'));
    }
    this.#text.take(bytes);
    this.#pending.push({ message, bytes, done: done ?? (() => undefined) });
    if (!this.#working) void this.#work();
  }

  /** Drops what is pending. */
  clear(): void {
    this.#pending.length = 0;
    this.#timer?.cancel();
    this.#text.close();
  }

  /** Works until nothing is pending, or the next message waits for the clock. */
  async #work(): Promise<void> {
    this.#working = true;
    for (let next = this.#pending.shift(); next; next = this.#pending.shift()) {
      const late = await this.#guarded(next, this.#process);
      if (late) return;
      this.#text.give(next.bytes);
    }
    this.#working = false;
  }

  /** Reports a failure of the mock, and answers the message. @returns what `work` returns */
  async #guarded<T>(pending: PendingAck, work: (pending: PendingAck) => Promise<T>): Promise<T | undefined> {
    try {
      return await work(pending);
    } catch (error) {
      pending.done({ injected: 'internal' });
      this.session.ports.defect(error);
      return undefined;
    }
  }

  /** @returns whether the message waits for the clock, which then goes on with those behind it */
  readonly #process = async (pending: PendingAck): Promise<boolean> => {
    const { message } = pending;
    const { account, model } = this.session.terms;
    const operation = operationOf(message);
    const prompt = message.prompt ?? '';
    const decision = account.rules.decide(operation, { model: model.requested, prompt });
    const requested = promptEffects(prompt, operation);
    account.warn(operation, promptWarnings(prompt, operation), this.session);
    const ms = this.#lateness(message, [...decision.effects, ...requested]);
    const apply = (): Promise<void> => this.#apply(pending, decision, requested);
    if (ms <= 0) {
      await apply();
      return false;
    }
    // The move of the clock waits for the messages behind it too, whose time begins here.
    this.#timer = account.clock.after(ms, `${message.type} ack`, async () => {
      await this.#guarded(pending, apply);
      this.#text.give(pending.bytes);
      await this.#work();
    });
    // The client waits for its ack, so an `auto` clock moves there.
    void account.clock.skipTo(account.clock.now() + ms);
    return true;
  };

  async #apply(
    { message, done }: PendingAck,
    decision: Decision,
    requested: readonly Effect[],
  ): Promise<void> {
    const { session } = this;
    const { account } = session.terms;
    const operation = operationOf(message);
    if (session.closed) return;
    const { due, skipped } = account.rules.firedPrompts.take(message.prompt ?? '', requested);
    account.warn(operation, skippedWarnings(skipped), session);
    const effects = [...decision.effects, ...due];
    const ack = effect(effects, 'ack');
    const injected = effect(effects, 'error');
    const failure = injected ? null : (ack?.fail ?? (await this.apply(message)));
    if (session.closed) return;
    const finish = (outcome: AckOutcome): void => {
      done(outcome);
      session.applyEffects(effects, operation, decision.rules);
    };
    if (injected)
      return sendError(session.ports, injectedError(injected), () => finish({ injected: injected.code }));
    const isFull = failure instanceof ApiError;
    this.#sendAcks(message, isFull ? failure.message : failure, effects);
    finish(isFull ? { injected: failure.code } : { error: failure });
  }

  /** How long the ack waits, in ms. An effect with a time is stronger than the account's pace. */
  #lateness(message: StateMessage, effects: readonly Effect[]): number {
    const { random } = this.session.terms.account.rules;
    const lateMs = effect(effects, 'ack')?.lateMs;
    const paced = this.#pace.delayOf(message);
    if (lateMs === undefined && !effect(effects, 'delay')) return paced;
    return delayOf(effects, random) + draw(lateMs ?? 0, random);
  }

  #sendAcks(message: StateMessage, failure: string | null, effects: readonly Effect[]): void {
    const ack = effect(effects, 'ack');
    if (ack?.skip || effect(effects, 'no-response') || effect(effects, 'silent')) return;
    const reply = message.type === 'prompt' ? promptAck(message.prompt, failure) : imageAck(failure);
    for (let times = ack?.times ?? 1; times > 0; times--) this.session.ports.send(reply);
  }
}
