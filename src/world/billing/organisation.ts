import { Credits, type AutoTopUp } from './credits.js';
import { Quota } from './quota.js';

export interface OrganisationOptions {
  /** Credits to begin with; default 1000, what a new account was given (facts: api.md 5). */
  readonly credits?: number;
  /** Default on, so that a long test run does not go broke; null switches it off. */
  readonly autoTopUp?: AutoTopUp | null;
  /** Concurrent realtime sessions; default unlimited. */
  readonly sessions?: number | null;
}

/** The session queue of a key, whose granted tickets hold places. */
interface Queue {
  granted(): number;
}

/** What several keys share: credits and the concurrency quota. A key that was put nowhere has one to itself. */
export class Organisation {
  readonly credits: Credits;
  readonly quota: Quota;
  readonly #queues = new Map<() => number, Queue>();

  constructor(
    readonly id: string,
    options: OrganisationOptions = {},
  ) {
    const { credits = 1_000, autoTopUp = { below: 100, to: 1_000 }, sessions = null } = options;
    this.credits = new Credits(credits, autoTopUp ?? undefined);
    this.quota = new Quota(sessions);
  }

  /** A key comes to live here: `owner` is its account's `now`. */
  welcome(owner: () => number, queue: Queue): void {
    this.#queues.set(owner, queue);
  }

  /** Gives back what was kept for an account that is gone or goes elsewhere. */
  release(owner: () => number): void {
    this.credits.release(owner);
    this.quota.forget(owner);
    this.#queues.delete(owner);
  }

  /** Places that neither a session has nor a ticket of any key holds; Infinity without a limit. */
  free(): number {
    const { limit } = this.quota;
    if (limit === null) return Infinity;
    const held = [...this.#queues.values()].reduce((sum, queue) => sum + queue.granted(), 0);
    return limit - this.quota.active() - held;
  }
}
