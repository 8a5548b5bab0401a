import type { Account } from '../../world/accounts/account.js';
import { draw } from '../../world/random/draw-duration.js';
import { delayOf } from '../../world/rules/delay-of.js';
import { effect, type Effect } from '../../world/rules/effects/effect.js';
import type { LipsyncOperation } from '../../world/rules/operations.js';
import type { LipsyncServerMessage } from '../../contract/types.js';
import type { SessionTimers } from '../session/session-timers.js';
import { refusal } from './messages.js';
import type { LipsyncInput } from './read-message.js';
import type { LipsyncPorts } from './types.js';

const operations: Readonly<Record<LipsyncInput['type'], LipsyncOperation>> = {
  config: 'lipsync.config',
  video_input: 'lipsync.video',
  audio_input: 'lipsync.audio',
  interrupt_audio: 'lipsync.audio',
};

/** The operation, as rules name it, of a client's message. */
export const operationOf = ({ type }: LipsyncInput): LipsyncOperation => operations[type];

/** How long the message waits before it is applied, in ms. Those behind it wait too. */
export function lateness(effects: readonly Effect[], { rules }: Account): number {
  const late = effect(effects, 'ack')?.lateMs ?? 0;
  return delayOf(effects, rules.random) + draw(late, rules.random);
}

/** Whether the message is taken and not answered: no ack, no result. */
export const isUnanswered = (effects: readonly Effect[]): boolean =>
  effect(effects, 'silent') !== undefined ||
  effect(effects, 'no-response') !== undefined ||
  effect(effects, 'ack')?.skip === true;

/** Applies the effects that concern the socket: closes, cuts and sends. */
export function applySocketEffects(
  effects: readonly Effect[],
  timers: SessionTimers,
  ports: Pick<LipsyncPorts, 'send' | 'close' | 'drop'>,
): void {
  for (const one of effects) {
    const act = socketAction(one, ports);
    if (!act) continue;
    const { afterMs = 0 } = one as { afterMs?: number };
    if (afterMs <= 0) act();
    else timers.after(afterMs, `${one.type} by rule`, act);
  }
}

function socketAction(
  one: Effect,
  ports: Pick<LipsyncPorts, 'send' | 'close' | 'drop'>,
): (() => void) | undefined {
  switch (one.type) {
    case 'close':
      return () => {
        if (one.message !== undefined) ports.send(refusal(one.message));
        ports.close(one.code, one.reason ?? one.message ?? '');
      };
    case 'drop':
      return () => ports.drop();
    case 'message':
      // A rule may send a message of any shape.
      return () => ports.send(one.message as unknown as LipsyncServerMessage);
    default:
      return undefined;
  }
}
