import { Credits, type AutoTopUp } from '../billing/credits.js';
import { Quota } from '../billing/quota.js';
import { OrganisationPermissions, type PermissionOptions } from './permissions.js';
import { TicketLine } from '../queueing/ticket-line.js';

export interface OrganisationOptions extends PermissionOptions {
  /** Initial credits; default 1000, as a new account gets (facts: api.md 5). */
  readonly credits?: number;
  /** Default on, so that a long test run does not run out of credits; null turns it off. */
  readonly autoTopUp?: AutoTopUp | null;
  /** Concurrent realtime sessions; default unlimited. */
  readonly maxConcurrentSessions?: number | null;
}

/**
 * What several keys share: credits, permissions, the concurrency quota and the tickets that wait for it. A key without a
 * named organisation has its own.
 */
export class Organisation {
  readonly credits: Credits;
  readonly quota: Quota;
  readonly tickets: TicketLine;
  readonly permissions: OrganisationPermissions;

  constructor(
    readonly id: string,
    options: OrganisationOptions = {},
  ) {
    const { credits = 1_000, autoTopUp = { below: 100, to: 1_000 }, maxConcurrentSessions = null } = options;
    this.credits = new Credits(credits, autoTopUp ?? undefined);
    this.quota = new Quota(maxConcurrentSessions);
    this.tickets = new TicketLine(() => this.quota.free());
    this.permissions = new OrganisationPermissions(options);
  }

  /** Releases what is kept for an account that was dropped or joins another organisation. */
  release(owner: () => number): void {
    this.credits.release(owner);
    this.quota.releaseAll(owner);
  }
}
