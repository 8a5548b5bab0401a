import type { Organisation } from './organisation.js';
import { Tickets, type TicketBounds } from '../queueing/tickets.js';
import type { Random } from '../random/random.js';
import type { TokenIssuer } from '../tokens/claims.js';
import type { Clock } from '../time/clock.js';

/** What an account holds in its organisation: slots of the concurrency quota, and tickets in the queue for them. */
export class Membership {
  /** The account's clock. The organisation also uses it to recognise the owner of what it keeps for this account. */
  readonly now: () => number;
  readonly tickets: Tickets;
  /** Name of the account's key: `api_key_name` in signed tokens. The default is inferred. */
  keyName = 'Default key';
  #organisation: Organisation;

  constructor(clock: Clock, random: Random, organisation: Organisation, bounds: TicketBounds) {
    this.now = () => clock.now();
    this.#organisation = organisation;
    this.tickets = new Tickets(clock, random, () => this.#organisation.tickets, bounds);
  }

  get organisation(): Organisation {
    return this.#organisation;
  }

  /** What a signed token says of a key with this tag and its organisation. */
  issuer(tag: string): TokenIssuer {
    const { id, quota, permissions } = this.#organisation;
    const { serviceTier, zeroDataRetention } = permissions;
    return {
      tag,
      keyName: this.keyName,
      organisationId: id,
      serviceTier,
      zeroDataRetention,
      maxConcurrentSessions: quota.limit,
    };
  }

  /** Moves to another organisation. The old one releases everything that it kept for this account. */
  join(organisation: Organisation): void {
    if (organisation === this.#organisation) return;
    this.#organisation.release(this.now);
    this.tickets.move(organisation.tickets);
    this.#organisation = organisation;
  }

  /**
   * Takes a slot of the concurrency quota for a session. A granted ticket is used up for it.
   * @returns a function that undoes this; undefined when all slots are taken
   */
  acquireSlot(sessionId: string): (() => void) | undefined {
    const { quota } = this.#organisation;
    if (!quota.acquire(sessionId, this.now)) return undefined;
    const unclaim = this.tickets.claim();
    return () => {
      quota.cancel(sessionId);
      unclaim();
    };
  }
}
