import { ApiError } from '../../contract/errors.js';
import { draw } from '../../world/random/draw-duration.js';
import { effect, type EffectOf } from '../../world/rules/effects/effect.js';
import { refusalOf } from '../refusals.js';
import { errorMessage, queuePosition } from '../session/messages.js';
import type { Session } from '../session/session.js';

/** How often a waiting client hears where it stands; about what was seen (facts: sdk-javascript.md 4.3). */
const QUEUE_CADENCE_MS = 17_000;

/** What the rules say of a client that goes in. */
export interface JoinOptions {
  /** Asked-for signal mode of LiveKit. */
  readonly signalMode?: string;
}

/**
 * The way in, the same for all dialects: rules on the join, the line where there is one, a seat. `enter` is called
 * once, or never.
 */
export function joinSession(session: Session, enter: (entry: JoinOptions) => void): void {
  const { account } = session.terms;
  const { effects, rules } = session.decide('realtime.join');
  session.shape(effects, 'realtime.join', rules);
  if (session.over || effect(effects, 'silent') || effect(effects, 'no-response')) return;
  const asked = effect(effects, 'error');
  if (asked) return refuse(session, new ApiError(asked.code));
  const mode = effect(effects, 'signal')?.mode;
  const entry: JoinOptions = mode === undefined ? {} : { signalMode: mode };
  const queue = effect(effects, 'queue');
  const late = draw(effect(effects, 'delay')?.ms ?? 0, account.rules.random);
  const seat = (): void => takeSeat(session, () => enter(entry));
  session.after(late, 'delayed join', () => (queue ? keepWaiting(session, queue, seat) : seat()));
}

function refuse(session: Session, error: ApiError): void {
  const { text, closeCode, reason } = refusalOf(error);
  session.ports.send(errorMessage(text));
  session.ports.close(closeCode, reason);
}

/** A rule's line: nobody is really in front, but the client cannot tell. */
function keepWaiting(session: Session, queue: EffectOf<'queue'>, then: () => void): void {
  const { position, everyMs = QUEUE_CADENCE_MS, forMs } = queue;
  session.queue();
  let place = position;
  let waiting = true;
  const tell = (): void => {
    if (!waiting) return;
    session.ports.send(queuePosition(place, Math.max(queue.size ?? position, place)));
    if (forMs !== undefined) place = Math.max(place - 1, 1);
    session.after(everyMs, 'queue position', tell);
  };
  tell();
  if (forMs === undefined) return;
  session.after(Math.max(forMs, 1), 'end of the queue', () => {
    waiting = false;
    then();
  });
}

function takeSeat(session: Session, then: () => void): void {
  const { capacity } = session.terms.account.sessions;
  let waiting = true;
  let told = false;
  const remind = (): void => {
    const place = capacity.place(session.id);
    if (!waiting || !place) return;
    session.ports.send(queuePosition(place.position, place.size));
    session.after(QUEUE_CADENCE_MS, 'queue position', remind);
  };
  capacity.take(session.id, (place) => {
    if (place === null) {
      waiting = false;
      then();
    } else if (told) {
      session.ports.send(queuePosition(place.position, place.size));
    } else {
      told = true;
      session.queue();
      remind();
    }
  });
}
