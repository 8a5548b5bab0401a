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

/** A ticket in the line; `now` reads the clock of its account, and identifies the account. */
export interface TicketInLine extends Ticket {
  readonly now: () => number;
  /** Called when the ticket is over, and not when it only moves. */
  readonly left: () => void;
}

/**
 * The tickets of an organisation, first come, first served across its keys and queues: they all wait for slots of the
 * same quota. Inferred from the shared quota; not observed.
 */
export class TicketLine {
  readonly #line = new Set<TicketInLine>();

  constructor(
    /** Free slots of the quota; Infinity without a limit. */
    readonly freeSlots: () => number,
  ) {}

  add(ticket: TicketInLine): void {
    this.#line.add(ticket);
  }

  remove(ticket: TicketInLine): void {
    this.#line.delete(ticket);
  }

  /** The tickets of one account; some may have expired since the last `settle`. */
  of(owner: () => number): TicketInLine[] {
    return [...this.#line].filter(({ now }) => now === owner);
  }

  /** Drops tickets that were not polled or claimed in time, then grants free slots to the oldest tickets. */
  settle(): void {
    for (const ticket of this.#line)
      if (ticket.now() >= (ticket.grantedAt ?? ticket.seenAt) + CLAIM_WINDOW_MS) {
        this.#line.delete(ticket);
        ticket.left();
      }
    let free = this.freeSlots() - this.granted.length;
    for (const ticket of this.#line) {
      if (free <= 0) return;
      if (ticket.grantedAt !== undefined) continue;
      ticket.grantedAt = ticket.now();
      free--;
    }
  }

  /** Tickets that hold a slot. */
  get granted(): TicketInLine[] {
    return [...this.#line].filter(({ grantedAt }) => grantedAt !== undefined);
  }

  /** Waiting tickets of one queue. */
  waiting(queueId: string): TicketInLine[] {
    return [...this.#line].filter((one) => one.queueId === queueId && one.grantedAt === undefined);
  }
}
