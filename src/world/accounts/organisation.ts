import { Credits, type AutoTopUp } from '../billing/credits.js';
import { Quota } from '../billing/quota.js';
import { TicketLine } from '../queueing/ticket-line.js';

export interface OrganisationOptions {
  /** Credits to begin with; default 1000, what a new account was given (facts: api.md 5). */
  readonly credits?: number;
  /** Default on, so that a long test run does not go broke; null switches it off. */
  readonly autoTopUp?: AutoTopUp | null;
  /** Concurrent realtime sessions; default unlimited. */
  readonly maxConcurrentSessions?: number | null;
}

/**
 * What several keys share: credits, the concurrency quota, and who waits for a place in it. A key that was put nowhere
 * has one to itself.
 */
export class Organisation {
  readonly credits: Credits;
  readonly quota: Quota;
  readonly tickets: TicketLine;

  constructor(
    readonly id: string,
    options: OrganisationOptions = {},
  ) {
    const { credits = 1_000, autoTopUp = { below: 100, to: 1_000 }, maxConcurrentSessions = null } = options;
    this.credits = new Credits(credits, autoTopUp ?? undefined);
    this.quota = new Quota(maxConcurrentSessions);
    this.tickets = new TicketLine(() => this.quota.free());
  }

  /** Gives back what was kept for an account that is gone or goes elsewhere. */
  release(owner: () => number): void {
    this.credits.release(owner);
    this.quota.forget(owner);
  }
}
