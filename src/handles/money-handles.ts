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
      `A balance must be a number from 0 to ${MAX_CREDITS}, not ${balance}.`,
    );
}

/** @throws ControlError bad_input */
export function checkAutoTopUp(rule: AutoTopUp | null): void {
  if (rule && !(isAmount(rule.below) && isAmount(rule.to) && rule.to >= rule.below))
    throw new ControlError(
      'bad_input',
      'An automatic top-up must be {below, to} in credits, with "to" at least "below".',
    );
}

/** @throws ControlError bad_input */
export function checkSessions(sessions: number | null): void {
  if (sessions !== null && !(Number.isInteger(sessions) && sessions >= 0))
    throw new ControlError(
      'bad_input',
      `A quota must be a whole number of sessions, or null, not ${sessions}.`,
    );
}

/** The credits of an account's organisation; keys of one organisation share them. */
export class CreditsHandle {
  readonly #account: () => Account;

  constructor(account: () => Account) {
    this.#account = account;
  }

  /** What can be spent: the balance minus what is reserved for running jobs. */
  get available(): number {
    return this.#credits.available();
  }

  get balance(): number {
    return this.#credits.balance();
  }

  /** Reserved for jobs that have not ended. */
  get reserved(): number {
    return this.#credits.reserved();
  }

  get autoTopUp(): AutoTopUp | null {
    return this.#credits.autoTopUp ?? null;
  }

  /** The last thousand movements, oldest first. */
  get ledger(): readonly LedgerLine[] {
    return this.#credits.ledger();
  }

  /** Sets the balance. The automatic top-up is on by default and may raise it again. */
  set(balance: number): void {
    checkBalance(balance);
    this.#credits.set(balance, this.#account().clock.now());
  }

  /** Null turns it off. */
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

  /** The answer of `GET /v1/realtime/quota`; null means unlimited. */
  view(): QuotaView {
    return this.#account().organisation.quota.view();
  }

  /** Sets the number of sessions at once; null for unlimited. Running sessions continue. */
  set(sessions: number | null): void {
    checkSessions(sessions);
    this.#account().organisation.quota.limit = sessions;
  }
}
