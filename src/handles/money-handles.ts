import type { Account } from '../world/accounts/account.js';
import { MAX_CREDITS, type AutoTopUp, type LedgerLine } from '../world/billing/credits.js';
import type { QuotaView } from '../world/billing/quota.js';
import { ControlError } from './errors.js';

const isAmount = (value: number): boolean => value >= 0 && value <= MAX_CREDITS;

/** @throws ControlError bad_input */
export function checkBalance(balance: number): void {
  if (!isAmount(balance))
    throw new ControlError(
      'bad_input',
      `A balance is a number of credits from 0 to ${MAX_CREDITS}; not ${balance}.`,
    );
}

/** @throws ControlError bad_input */
export function checkAutoTopUp(rule: AutoTopUp | null): void {
  if (rule && !(isAmount(rule.below) && isAmount(rule.to) && rule.to >= rule.below))
    throw new ControlError(
      'bad_input',
      'An automatic top-up is {below, to} in credits, "to" at least "below".',
    );
}

/** @throws ControlError bad_input */
export function checkSessions(sessions: number | null): void {
  if (sessions !== null && !(Number.isInteger(sessions) && sessions >= 0))
    throw new ControlError('bad_input', `A quota is a whole number of sessions, or null; not ${sessions}.`);
}

/** The credits of an account's organisation; keys of one organisation share them. */
export class CreditsHandle {
  readonly #account: () => Account;

  constructor(account: () => Account) {
    this.#account = account;
  }

  /** What can still be spent: the balance without what is set aside for running jobs. */
  get available(): number {
    return this.#credits.available();
  }

  get balance(): number {
    return this.#credits.balance();
  }

  /** Set aside for jobs that have not ended. */
  get reserved(): number {
    return this.#credits.reserved();
  }

  get autoTopUp(): AutoTopUp | null {
    return this.#credits.autoTopUp ?? null;
  }

  /** Every movement, oldest first, up to the last thousand. */
  get ledger(): readonly LedgerLine[] {
    return this.#credits.ledger();
  }

  /** Sets the balance. Mind the automatic top-up, which is on by default. */
  set(balance: number): void {
    checkBalance(balance);
    this.#credits.set(balance, this.#account().clock.now());
  }

  /** Null switches it off. */
  setAutoTopUp(rule: AutoTopUp | null): void {
    checkAutoTopUp(rule);
    this.#credits.autoTopUp = rule ?? undefined;
  }

  get #credits(): Account['organisation']['credits'] {
    return this.#account().organisation.credits;
  }
}

/** How many realtime sessions an account's organisation may run at once. */
export class QuotaHandle {
  readonly #account: () => Account;

  constructor(account: () => Account) {
    this.#account = account;
  }

  /** As `GET /v1/realtime/quota` answers; null means unlimited. */
  view(): QuotaView {
    return this.#account().organisation.quota.view();
  }

  /** Sessions at once; null for no limit. Running sessions go on. */
  set(sessions: number | null): void {
    checkSessions(sessions);
    this.#account().organisation.quota.limit = sessions;
  }
}
