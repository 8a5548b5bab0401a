import { delayOf } from '../../world/rules/delay-of.js';
import { effect, type EffectOf } from '../../world/rules/effects/effect.js';
import { rejectionFor } from '../rejection.js';
import { injectedError } from '../session/injected-error.js';
import { queuePosition } from '../session/messages.js';
import type { Session } from '../session/session.js';

/** How often a waiting client gets its position; about as observed (facts: sdk-javascript.md 4.3). */
const QUEUE_INTERVAL_MS = 17_000;

/** How rules change a join. */
export interface JoinOptions {
  /** A signal mode of LiveKit. */
  readonly signalMode?: EffectOf<'signal'>['mode'];
}

/**
 * Joins a session, the same for all dialects: applies the rules on joining, waits in the queue if there is one, and
 * acquires session capacity. Calls `joined` at most once.
 */
export function joinSession(session: Session, joined: (options: JoinOptions) => void): void {
  const { account } = session.terms;
  const { effects, rules } = session.decide('realtime.join');
  session.applyEffects(effects, 'realtime.join', rules);
  if (session.closed || effect(effects, 'silent') || effect(effects, 'no-response')) return;
  const error = effect(effects, 'error');
  if (error) return session.ports.reject(rejectionFor(injectedError(error)));
  const mode = effect(effects, 'signal')?.mode;
  const options: JoinOptions = mode === undefined ? {} : { signalMode: mode };
  const queue = effect(effects, 'queue');
  const delayMs = delayOf(effects, account.rules.random);
  const connectMs = effect(effects, 'delay') ? 0 : account.pace.draw('connect');
  const acquire = (): void =>
    acquireCapacity(session, () => session.awaited(connectMs, 'connect', () => joined(options)));
  session.after(delayMs, 'delayed join', () => (queue ? simulateQueue(session, queue, acquire) : acquire()));
}

/** The queue of a rule: no other client waits in it, but this one cannot notice that. */
function simulateQueue(session: Session, queue: EffectOf<'queue'>, then: () => void): void {
  const { position: first, everyMs = QUEUE_INTERVAL_MS, forMs } = queue;
  session.queue();
  let position = first;
  let waiting = true;
  const sendPosition = (): void => {
    if (!waiting) return;
    session.ports.send(queuePosition(position, Math.max(queue.size ?? first, position)));
    if (forMs !== undefined) position = Math.max(position - 1, 1);
    session.after(everyMs, 'queue position', sendPosition);
  };
  sendPosition();
  if (forMs === undefined) return;
  session.after(Math.max(forMs, 1), 'end of the queue', () => {
    waiting = false;
    then();
  });
}

function acquireCapacity(session: Session, then: () => void): void {
  if (session.record.capped) return then();
  const { capacity } = session.terms.account.sessions;
  let state: 'requested' | 'queued' | 'acquired' = 'requested';
  const repeatPosition = (): void => {
    const place = capacity.positionOf(session.id);
    if (state === 'acquired' || !place) return;
    session.ports.send(queuePosition(place.position, place.size));
    session.after(QUEUE_INTERVAL_MS, 'queue position', repeatPosition);
  };
  capacity.enter(session.id, (place) => {
    if (place === null) {
      state = 'acquired';
      then();
    } else if (state === 'queued') {
      session.ports.send(queuePosition(place.position, place.size));
    } else {
      state = 'queued';
      session.queue();
      repeatPosition();
    }
  });
}
