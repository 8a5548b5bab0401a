import { ApiError } from '../contract/errors.js';
import type { Clock } from './clock.js';
import type { Random } from './random.js';

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

export type TicketView =
  | { readonly state: 'waiting'; readonly position: number; readonly queueSize: number }
  | { readonly state: 'granted'; readonly claimSecondsLeft: number };

/**
 * The managed session queue of one account (facts: api.md 1.10): a ticket waits until the organisation has a place,
 * which it then holds for 45 s. A client that falls silent drops out.
 */
export class Tickets {
  readonly #tickets = new Map<string, Ticket>();

  constructor(
    readonly clock: Clock,
    readonly random: Random,
    /** Places of the organisation that nobody has or holds. */
    readonly free: () => number,
    readonly max: number,
  ) {}

  /** @throws ApiError queue_full */
  create(queueId: string): { ticketId: string; view: TicketView; position: number; queueSize: number } {
    this.#prune();
    if (this.#tickets.size >= this.max) throw new ApiError('queue_full');
    const now = this.clock.now();
    const ticket: Ticket = { id: `tkt_${this.random.id(20)}`, queueId, createdAt: now, seenAt: now };
    this.#tickets.set(ticket.id, ticket);
    const view = this.#view(ticket);
    const position = view.state === 'waiting' ? view.position : 0;
    return { ticketId: ticket.id, view, position, queueSize: this.#waiting(queueId).length };
  }

  /** @throws ApiError ticket_expired when it was dropped, ticket_not_found when it never was. */
  poll(queueId: string, id: string): TicketView {
    this.#prune();
    const ticket = this.#tickets.get(id);
    if (!ticket || ticket.queueId !== queueId)
      throw new ApiError(id.startsWith('tkt_') ? 'ticket_expired' : 'ticket_not_found');
    ticket.seenAt = this.clock.now();
    return this.#view(ticket);
  }

  /** Leaves the queue. A granted place stays taken until its window is over. */
  leave(queueId: string, id: string): void {
    const ticket = this.#tickets.get(id);
    if (ticket?.queueId === queueId && ticket.grantedAt === undefined) this.#tickets.delete(id);
  }

  /**
   * A session begins, which brings no ticket: it is taken to be the one that was granted first. Without this its place
   * would count twice until the window is over.
   */
  claim(): void {
    this.#prune();
    const [oldest] = this.#granted().sort((a, b) => (a.grantedAt ?? 0) - (b.grantedAt ?? 0));
    if (oldest) this.#tickets.delete(oldest.id);
  }

  /** How many tickets hold a place. */
  granted(): number {
    this.#prune();
    return this.#granted().length;
  }

  has(id: string): boolean {
    return this.#tickets.has(id);
  }

  /** For a snapshot. */
  save(): readonly Ticket[] {
    this.#prune();
    return [...this.#tickets.values()].map((ticket) => ({ ...ticket }));
  }

  load(tickets: readonly Ticket[]): void {
    this.#tickets.clear();
    for (const ticket of tickets) this.#tickets.set(ticket.id, { ...ticket });
  }

  clear(): void {
    this.#tickets.clear();
  }

  #view(ticket: Ticket): TicketView {
    const now = this.clock.now();
    this.#grant(ticket.queueId);
    if (ticket.grantedAt !== undefined) {
      return {
        state: 'granted',
        claimSecondsLeft: Math.ceil((ticket.grantedAt + CLAIM_WINDOW_MS - now) / 1_000),
      };
    }
    const waiting = this.#waiting(ticket.queueId);
    return { state: 'waiting', position: waiting.indexOf(ticket) + 1, queueSize: waiting.length };
  }

  #grant(queueId: string): void {
    let free = this.free();
    for (const ticket of this.#waiting(queueId)) {
      if (free-- <= 0) return;
      ticket.grantedAt = this.clock.now();
    }
  }

  #granted(): Ticket[] {
    return [...this.#tickets.values()].filter(({ grantedAt }) => grantedAt !== undefined);
  }

  #waiting(queueId: string): Ticket[] {
    return [...this.#tickets.values()].filter(
      (one) => one.queueId === queueId && one.grantedAt === undefined,
    );
  }

  #prune(): void {
    const now = this.clock.now();
    for (const ticket of this.#tickets.values()) {
      if (now >= (ticket.grantedAt ?? ticket.seenAt) + CLAIM_WINDOW_MS) this.#tickets.delete(ticket.id);
    }
  }
}
