import type { CreditsInput, CreditsView, LedgerLineView, QuotaView } from '../contract/control-types.js';
import type { Account } from '../world/accounts/account.js';
import { MAX_CREDITS, type AutoTopUp } from '../world/billing/credits.js';
import { ControlError } from './errors.js';
import { checkNames } from './names.js';
import { creditsView, ledgerLineView } from './views.js';

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

  /** @internal */
  constructor(account: () => Account) {
    this.#account = account;
  }

  /** `available` is what can be spent: the balance minus what is reserved for running jobs. */
  async get(): Promise<CreditsView> {
    return creditsView(this.#account().organisation);
  }

  /**
   * Sets the balance, the automatic top-up (null turns it off), or both. The automatic top-up is on by default and may
   * raise a new balance again.
   * @throws ControlError bad_input
   */
  async set(input: CreditsInput): Promise<CreditsView> {
    checkNames(input, ['balance', 'autoTopUp'], 'credits');
    const { balance, autoTopUp } = input;
    // All checks come before any change.
    if (autoTopUp !== undefined) checkAutoTopUp(autoTopUp);
    if (balance !== undefined) checkBalance(balance);
    const { clock, organisation } = this.#account();
    if (autoTopUp !== undefined) organisation.credits.autoTopUp = autoTopUp ?? undefined;
    if (balance !== undefined) organisation.credits.set(balance, clock.now());
    return creditsView(organisation);
  }

  /** The last thousand movements, oldest first. */
  async ledger(): Promise<readonly LedgerLineView[]> {
    return this.#account().organisation.credits.ledger().map(ledgerLineView);
  }
}

/** How many realtime sessions an account's organisation may run at once. */
export class QuotaHandle {
  readonly #account: () => Account;

  /** @internal */
  constructor(account: () => Account) {
    this.#account = account;
  }

  /** All null means unlimited. */
  async get(): Promise<QuotaView> {
    return this.#account().organisation.quota.view();
  }

  /**
   * Sets `maxConcurrentSessions`, null for unlimited. Running sessions continue.
   * @throws ControlError bad_input
   */
  async set(maxConcurrentSessions: number | null): Promise<QuotaView> {
    checkSessions(maxConcurrentSessions);
    const { quota } = this.#account().organisation;
    quota.limit = maxConcurrentSessions;
    return quota.view();
  }
}
