import type { ErrorCode } from '../../contract/errors.js';
import type { TimerHandle } from '../../world/time/clock.js';
import { draw } from '../../world/random/draw-duration.js';
import { effect } from '../../world/rules/effects/effect.js';
import { promptEffects } from '../../world/rules/prompt-directives.js';
import { promptWarnings } from '../../world/rules/magic-warnings.js';
import { errorText } from '../refusals.js';
import { errorMessage, imageAck, promptAck } from './messages.js';
import type { Session, StateMessage } from './session.js';

/** What became of a state message: `error` says why it was not applied; `refused` is the error by rule instead of an ack. */
export type AckOutcome = { readonly error: string | null } | { readonly refused: ErrorCode };

interface Waiting {
  readonly message: StateMessage;
  readonly settle: (outcome: AckOutcome) => void;
}

/** State messages that may wait for their ack; more is a flood. */
const MAX_WAITING = 256;

/**
 * Applies state messages and acks them, one after the other: clients match the acks of pictures by their order alone,
 * so a late one holds back those behind it.
 */
export class AckQueue {
  readonly #waiting: Waiting[] = [];
  #working = false;
  #timer: TimerHandle | undefined;

  constructor(
    readonly session: Session,
    /** @returns why not, or null */
    readonly apply: (message: StateMessage) => Promise<string | null>,
  ) {}

  /** `settle` is told the outcome, whether it is sent or not; never when the session ends before. */
  receive(message: StateMessage, settle: Waiting['settle'] = () => undefined): void {
    if (this.#waiting.length >= MAX_WAITING) {
      this.session.ports.close(1008, 'Too many messages at once');
      return;
    }
    this.#waiting.push({ message, settle });
    if (!this.#working) void this.#work();
  }

  /** The session is over: nobody waits any more, and no timer either. */
  clear(): void {
    this.#waiting.length = 0;
    this.#timer?.cancel();
  }

  async #work(): Promise<void> {
    this.#working = true;
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      try {
        await this.#answer(next);
      } catch (error) {
        next.settle({ refused: 'internal' });
        this.session.ports.defect(error);
      }
    }
    this.#working = false;
  }

  async #answer({ message, settle }: Waiting): Promise<void> {
    const { session } = this;
    const { account, model } = session.terms;
    const operation = message.type === 'prompt' ? 'realtime.prompt' : 'realtime.image';
    const prompt = message.prompt ?? '';
    const decision = account.rules.decide(operation, { model: model.requested, prompt });
    const effects = [...decision.effects, ...promptEffects(prompt)];
    account.warn(operation, promptWarnings(prompt, operation));
    const ack = effect(effects, 'ack');
    const delay = effect(effects, 'delay')?.ms ?? 0;
    const late = draw(delay, account.rules.random) + draw(ack?.lateMs ?? 0, account.rules.random);
    await this.#wait(late, `${message.type} ack`, async () => {
      if (session.over) return;
      const asked = effect(effects, 'error');
      const failure = ack?.fail ?? (await this.apply(message));
      if (session.over) return;
      if (asked) session.ports.send(errorMessage(errorText(asked.code)));
      else if (!ack?.skip && !effect(effects, 'no-response') && !effect(effects, 'silent')) {
        const reply = message.type === 'prompt' ? promptAck(message.prompt, failure) : imageAck(failure);
        for (let times = ack?.times ?? 1; times > 0; times--) session.ports.send(reply);
      }
      settle(asked ? { refused: asked.code } : { error: failure });
      session.shape(effects, operation, decision.rules);
    });
  }

  /** Runs `then` after `ms`; whoever moves the clock waits until it is through. */
  async #wait(ms: number, label: string, then: () => Promise<void>): Promise<void> {
    if (ms <= 0) return then();
    const { clock } = this.session.terms.account;
    await new Promise<void>((done, fail) => {
      this.#timer = clock.after(ms, label, () => then().then(done, fail));
      // A client waits for its ack, so an `auto` clock goes there.
      void clock.skipTo(clock.now() + ms);
    });
  }
}
