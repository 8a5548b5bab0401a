/** One movement of an organisation's credits. */
export interface LedgerLine {
  /** Epoch ms on the clock of the account that caused it. */
  readonly at: number;
  readonly kind: 'reserve' | 'charge' | 'refund' | 'draw' | 'top-up' | 'set';
  /** Credits; negative when they leave. */
  readonly amount: number;
  /** Balance afterwards, reservations already taken off. */
  readonly available: number;
  /** What it was for: a job, a session, an image. */
  readonly for?: string;
}

/** When the balance falls below `below`, it is filled up to `to`. Credits. */
export interface AutoTopUp {
  readonly below: number;
  readonly to: number;
}

/** Credits set aside, to be charged or given back at `at` (epoch ms). */
export interface OpenReservation {
  readonly id: string;
  readonly amount: number;
  readonly at: number;
  readonly outcome: 'charge' | 'refund';
}

/** A reservation: settled once `at` has come on the clock that `now` reads. */
interface Reservation extends OpenReservation {
  readonly now: () => number;
}

/** Everything about an organisation's money, for a snapshot. */
export interface CreditsState {
  readonly balance: number;
  readonly autoTopUp?: AutoTopUp;
  readonly open: readonly OpenReservation[];
  readonly ledger: readonly LedgerLine[];
}

/** The most that can be set: beyond it, sums are not exact any more. */
export const MAX_CREDITS = Number.MAX_SAFE_INTEGER;
const LEDGER_LINES = 1_000;
/** Credits have a hundredth of a credit as their smallest part, so that sums of prices stay exact. */
const round = (amount: number): number => Math.round(amount * 10_000) / 10_000;

/**
 * An organisation's money: reserved when a job is submitted, charged when it completes, given back when it fails
 * (facts: api.md 5). Settling happens when somebody looks, because a job's end is a function of time.
 */
export class Credits {
  #balance: number;
  #open: Reservation[] = [];
  #reserved = 0;
  /** When the first of a clock's reservations is due: thousands may be open, and most looks settle none. */
  readonly #firstDue = new Map<() => number, number>();
  readonly #ledger: LedgerLine[] = [];

  constructor(
    balance: number,
    public autoTopUp: AutoTopUp | undefined,
  ) {
    this.#balance = balance;
  }

  /** Credits that can still be spent. */
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

  /** Whether there is enough for an amount, after topping up if that is allowed. Nothing costs something: an empty purse covers nothing. */
  covers(amount: number, at: number): boolean {
    return this.#cover(amount, at);
  }

  /** Sets credits aside until `at`, and then charges them or gives them back. Ask `covers` first. */
  reserve(reservation: Reservation): void {
    this.#open.push(reservation);
    this.#expect(reservation);
    this.#reserved += reservation.amount;
    this.#note(reservation.now(), 'reserve', -reservation.amount, reservation.id);
  }

  /**
   * Takes credits at once: an image, or seconds of a session.
   * @returns false when there is not enough, even after topping up; then nothing is taken.
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

  /** Gives back what is set aside for an account that is gone; its jobs will not end any more. */
  release(owner: () => number): void {
    this.#settle();
    for (const one of this.#open.filter(({ now }) => now === owner)) {
      this.#reserved = round(this.#reserved - one.amount);
      this.#note(one.now(), 'refund', one.amount, one.id);
    }
    this.#open = this.#open.filter(({ now }) => now !== owner);
    this.#firstDue.delete(owner);
  }

  /** Takes a saved state over; `now` reads the clock against which its reservations are settled. */
  load({ balance, autoTopUp, open, ledger }: CreditsState, now: () => number): void {
    this.#balance = balance;
    this.autoTopUp = autoTopUp;
    this.#open = open.map((one) => ({ ...one, now }));
    this.#expectAll();
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

  #expect({ now, at }: Reservation): void {
    this.#firstDue.set(now, Math.min(this.#firstDue.get(now) ?? Infinity, at));
  }

  #expectAll(): void {
    this.#firstDue.clear();
    for (const one of this.#open) this.#expect(one);
  }

  #settle(): void {
    if (![...this.#firstDue].some(([now, at]) => at <= now())) return;
    const due: Reservation[] = [];
    const open: Reservation[] = [];
    for (const one of this.#open) (one.at <= one.now() ? due : open).push(one);
    this.#open = open;
    this.#expectAll();
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
    // Now and then only: each time moves all lines, and a session draws every second.
    if (this.#ledger.length >= 2 * LEDGER_LINES) this.#ledger.splice(0, this.#ledger.length - LEDGER_LINES);
  }
}
