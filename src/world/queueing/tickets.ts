import { ApiError } from '../../contract/errors.js';
import type { TextShare } from '../text/text-budget.js';
import { textBytes } from '../text/value-bytes.js';
import { CLAIM_WINDOW_MS, type Ticket, type TicketInLine, type TicketLine } from './ticket-line.js';
import type { Clock } from '../time/clock.js';
import type { Random } from '../random/random.js';

export type TicketView =
  | { readonly state: 'waiting'; readonly position: number; readonly queueSize: number }
  | { readonly state: 'granted'; readonly claimSecondsLeft: number };

export interface TicketBounds {
  /** Tickets at once. */
  readonly max: number;
  /** What they are charged to. */
  readonly text: TextShare;
}

/** What a ticket takes beside the id of its queue. */
const TICKET_BYTES = 512;

/**
 * One account's tickets in the managed session queue (facts: api.md 1.10). A ticket waits until its organisation has a
 * free slot, then holds that for 45 s. A client that stops polling loses its ticket.
 */
export class Tickets {
  readonly #now = (): number => this.clock.now();

  constructor(
    readonly clock: Clock,
    readonly random: Random,
    /** The line of the account's present organisation. */
    readonly line: () => TicketLine,
    readonly bounds: TicketBounds,
  ) {}

  /** @throws ApiError queue_full, text_full */
  create(queueId: string): { ticketId: string; view: TicketView; position: number; queueSize: number } {
    const line = this.#settled();
    if (line.of(this.#now).length >= this.bounds.max) throw new ApiError('queue_full');
    const at = this.clock.now();
    const id = `tkt_${this.random.id(20)}`;
    const ticket = this.#charged({ id, queueId, createdAt: at, seenAt: at });
    line.add(ticket);
    const view = this.#view(ticket);
    const position = view.state === 'waiting' ? view.position : 0;
    return { ticketId: id, view, position, queueSize: line.waiting(queueId).length };
  }

  /** @throws ApiError ticket_expired for a dropped ticket, ticket_not_found for an unknown one */
  poll(queueId: string, id: string): TicketView {
    this.#settled();
    const ticket = this.#find(id);
    if (ticket?.queueId !== queueId)
      throw new ApiError(id.startsWith('tkt_') ? 'ticket_expired' : 'ticket_not_found');
    ticket.seenAt = this.clock.now();
    return this.#view(ticket);
  }

  /** Leaves the queue. A granted slot stays taken until its claim window ends. */
  leave(queueId: string, id: string): void {
    const ticket = this.#find(id);
    if (ticket?.queueId === queueId && ticket.grantedAt === undefined) this.#end(ticket);
  }

  /**
   * Uses up a ticket for a session that starts. A session names no ticket, so this takes the one granted first: of
   * this account, else of the organisation. Otherwise its slot would count twice until the claim window ends.
   * @returns a function that undoes this
   */
  claim(): () => void {
    const line = this.#settled();
    const { granted } = line;
    const ticket = granted.find(({ now }) => now === this.#now) ?? granted[0];
    if (!ticket) return () => undefined;
    this.#end(ticket);
    return () => line.add(ticket);
  }

  has(id: string): boolean {
    return this.#find(id) !== undefined;
  }

  /** Moves all tickets to the end of another line. */
  move(to: TicketLine): void {
    for (const ticket of this.line().of(this.#now)) {
      this.line().remove(ticket);
      to.add(ticket);
    }
  }

  /** For a snapshot. */
  save(): readonly Ticket[] {
    return this.#settled()
      .of(this.#now)
      .map(({ id, queueId, createdAt, seenAt, grantedAt }) => ({
        id,
        queueId,
        createdAt,
        seenAt,
        ...(grantedAt !== undefined && { grantedAt }),
      }));
  }

  /** @throws ApiError text_full */
  load(tickets: readonly Ticket[]): void {
    this.clear();
    for (const ticket of tickets) this.line().add(this.#charged(ticket));
  }

  clear(): void {
    for (const ticket of this.line().of(this.#now)) this.#end(ticket);
  }

  #charged(ticket: Ticket): TicketInLine {
    const { text } = this.bounds;
    let bytes = TICKET_BYTES + textBytes(ticket.queueId);
    text.take(bytes);
    const left = (): void => {
      text.give(bytes);
      bytes = 0;
    };
    return { ...ticket, now: this.#now, left };
  }

  #end(ticket: TicketInLine): void {
    this.line().remove(ticket);
    ticket.left();
  }

  #find(id: string): TicketInLine | undefined {
    return this.line()
      .of(this.#now)
      .find((ticket) => ticket.id === id);
  }

  #settled(): TicketLine {
    const line = this.line();
    line.settle();
    return line;
  }

  #view(ticket: TicketInLine): TicketView {
    const line = this.#settled();
    if (ticket.grantedAt !== undefined) {
      const left = ticket.grantedAt + CLAIM_WINDOW_MS - this.clock.now();
      return { state: 'granted', claimSecondsLeft: Math.ceil(left / 1_000) };
    }
    const waiting = line.waiting(ticket.queueId);
    return { state: 'waiting', position: waiting.indexOf(ticket) + 1, queueSize: waiting.length };
  }
}
