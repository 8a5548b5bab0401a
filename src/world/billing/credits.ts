/** One movement of an organisation's credits. */
export interface LedgerLine {
  /** Epoch ms on the clock of the account that caused it. */
  readonly at: number;
  readonly kind: 'reserve' | 'charge' | 'refund' | 'draw' | 'top-up' | 'set';
  /** Credits; negative when they leave. */
  readonly amount: number;
  /** Balance afterwards, minus reservations. */
  readonly available: number;
  /** Id of the job, session or image that caused it. */
  readonly for?: string;
}

/** When the balance falls below `below`, it is set to `to`. Credits. */
export interface AutoTopUp {
  readonly below: number;
  readonly to: number;
}

/** Reserved credits, charged or refunded at `at` (epoch ms). */
export interface OpenReservation {
  readonly id: string;
  readonly amount: number;
  readonly at: number;
  readonly outcome: 'charge' | 'refund';
}

/** A reservation, settled when the clock that `now` reads reaches `at`. */
interface Reservation extends OpenReservation {
  readonly now: () => number;
}

/** An organisation's credits, for a snapshot. */
export interface CreditsState {
  readonly balance: number;
  readonly autoTopUp?: AutoTopUp;
  readonly open: readonly OpenReservation[];
  readonly ledger: readonly LedgerLine[];
}

/** Largest balance. Beyond it, sums are not exact. */
export const MAX_CREDITS = Number.MAX_SAFE_INTEGER;
const LEDGER_LINES = 1_000;
/** Rounds to 0.0001 credits, so that sums of prices stay exact. */
const round = (amount: number): number => Math.round(amount * 10_000) / 10_000;

/**
 * An organisation's credits: reserved when a job is submitted, charged when it completes, refunded when it fails
 * (facts: api.md 5). They are settled on each read, because a job's end is a function of time.
 */
export class Credits {
  #balance: number;
  #open: Reservation[] = [];
  #reserved = 0;
  /** When the first reservation of each clock is due: thousands may be open, and most reads settle none. */
  readonly #firstDue = new Map<() => number, number>();
  readonly #ledger: LedgerLine[] = [];

  constructor(
    balance: number,
    public autoTopUp: AutoTopUp | undefined,
  ) {
    this.#balance = balance;
  }

  /** Credits that can be spent. */
  available(): number {
    this.#settle();
    return round(this.#balance - this.#reserved);
  }

  balance(): number {
    this.#settle();
    return round(this.#balance);
  }

  reserved(): number {
    this.#settle();
    return round(this.#reserved);
  }

  /** The last thousand lines. */
  ledger(): readonly LedgerLine[] {
    this.#settle();
    return this.#ledger.slice(-LEDGER_LINES);
  }

  set(balance: number, at: number): void {
    this.#settle();
    this.#balance = balance;
    this.#note(at, 'set', balance);
  }

  /** Whether an amount can be spent, after an automatic top-up. A balance of 0 covers no amount, not even 0. */
  covers(amount: number, at: number): boolean {
    return this.#cover(amount, at);
  }

  /** Reserves credits until `at`, then charges or refunds them. Call `covers` first. */
  reserve(reservation: Reservation): void {
    this.#open.push(reservation);
    this.#indexDue(reservation);
    this.#reserved += reservation.amount;
    this.#note(reservation.now(), 'reserve', -reservation.amount, reservation.id);
  }

  /**
   * Charges credits at once: for an image, or a second of a session.
   * @returns false when there are too few even after a top-up; then nothing is charged.
   */
  draw(amount: number, at: number, what: string): boolean {
    if (!this.#cover(amount, at)) return false;
    this.#balance -= amount;
    this.#note(at, 'draw', -amount, what);
    return true;
  }

  save(): CreditsState {
    return {
      balance: this.balance(),
      ...(this.autoTopUp && { autoTopUp: this.autoTopUp }),
      open: this.#open.map(({ id, amount, at, outcome }) => ({ id, amount, at, outcome })),
      ledger: this.#ledger.slice(-LEDGER_LINES),
    };
  }

  /** Refunds the reservations of an account that was dropped; its jobs will not end any more. */
  release(owner: () => number): void {
    this.#settle();
    for (const one of this.#open.filter(({ now }) => now === owner)) {
      this.#reserved = round(this.#reserved - one.amount);
      this.#note(one.now(), 'refund', one.amount, one.id);
    }
    this.#open = this.#open.filter(({ now }) => now !== owner);
    this.#firstDue.delete(owner);
  }

  /** Restores a saved state; `now` reads the clock that settles its reservations. */
  load({ balance, autoTopUp, open, ledger }: CreditsState, now: () => number): void {
    this.#balance = balance;
    this.autoTopUp = autoTopUp;
    this.#open = open.map((one) => ({ ...one, now }));
    this.#indexDueAll();
    this.#reserved = round(open.reduce((sum, { amount }) => sum + amount, 0));
    this.#ledger.splice(0, this.#ledger.length, ...ledger);
  }

  #cover(amount: number, at: number): boolean {
    if (this.autoTopUp && this.available() - amount < this.autoTopUp.below) {
      const missing = this.autoTopUp.to - this.available();
      if (missing > 0) {
        this.#balance += missing;
        this.#note(at, 'top-up', missing);
      }
    }
    return this.available() >= amount && this.available() > 0;
  }

  #indexDue({ now, at }: Reservation): void {
    this.#firstDue.set(now, Math.min(this.#firstDue.get(now) ?? Infinity, at));
  }

  #indexDueAll(): void {
    this.#firstDue.clear();
    for (const one of this.#open) this.#indexDue(one);
  }

  #settle(): void {
    if (![...this.#firstDue].some(([now, at]) => at <= now())) return;
    const due: Reservation[] = [];
    const open: Reservation[] = [];
    for (const one of this.#open) (one.at <= one.now() ? due : open).push(one);
    this.#open = open;
    this.#indexDueAll();
    for (const one of due) {
      this.#reserved = round(this.#reserved - one.amount);
      if (one.outcome === 'charge') this.#balance = round(this.#balance - one.amount);
      this.#note(one.at, one.outcome, one.outcome === 'charge' ? 0 : one.amount, one.id);
    }
  }

  #note(at: number, kind: LedgerLine['kind'], amount: number, what?: string): void {
    this.#ledger.push({
      at,
      kind,
      amount: round(amount),
      available: round(this.#balance - this.#reserved),
      ...(what !== undefined && { for: what }),
    });
    // Rarely: each time moves all lines, and a session draws every second.
    if (this.#ledger.length >= 2 * LEDGER_LINES) this.#ledger.splice(0, this.#ledger.length - LEDGER_LINES);
  }
}
