/** A granted ticket must be claimed, and a waiting one polled, within this (facts: api.md 1.10). */
export const CLAIM_WINDOW_MS = 45_000;

/** Times in epoch ms. */
export interface Ticket {
  readonly id: string;
  readonly queueId: string;
  readonly createdAt: number;
  seenAt: number;
  grantedAt?: number;
}

/** A ticket in line; `now` reads the clock of the account that took it, and tells whose it is. */
export interface TicketInLine extends Ticket {
  readonly now: () => number;
}

/**
 * The tickets of an organisation, in the order in which its keys took them. Who came first is granted first, whichever
 * key and queue it is: they all wait for the same places. That follows from the shared quota; nobody has seen it.
 */
export class TicketLine {
  readonly #line = new Set<TicketInLine>();

  constructor(
    /** Places in the quota that no session has; Infinity without a limit. */
    readonly places: () => number,
  ) {}

  add(ticket: TicketInLine): void {
    this.#line.add(ticket);
  }

  remove(ticket: TicketInLine): void {
    this.#line.delete(ticket);
  }

  /** Those of one account, of which some may be too old. */
  of(owner: () => number): TicketInLine[] {
    return [...this.#line].filter(({ now }) => now === owner);
  }

  /** Drops who was silent for too long, and gives the places there are to who waits longest. */
  settle(): void {
    for (const ticket of this.#line)
      if (ticket.now() >= (ticket.grantedAt ?? ticket.seenAt) + CLAIM_WINDOW_MS) this.#line.delete(ticket);
    let free = this.places() - this.granted.length;
    for (const ticket of this.#line) {
      if (free <= 0) return;
      if (ticket.grantedAt !== undefined) continue;
      ticket.grantedAt = ticket.now();
      free--;
    }
  }

  /** Those that hold a place. */
  get granted(): TicketInLine[] {
    return [...this.#line].filter(({ grantedAt }) => grantedAt !== undefined);
  }

  /** Those of a queue that wait. */
  waiting(queueId: string): TicketInLine[] {
    return [...this.#line].filter((one) => one.queueId === queueId && one.grantedAt === undefined);
  }
}
