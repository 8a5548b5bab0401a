import type { CreditsInput, CreditsView, LedgerLineView, QuotaView } from '../contract/control-types.js';
import type { Account } from '../world/accounts/account.js';
import { loadChecks } from './load-checks.js';
import { creditsView, ledgerLineView } from './views.js';

/** The credits of an account's organisation; keys of one organisation share them. */
export class CreditsHandle {
  readonly #account: () => Promise<Account>;

  /** @internal */
  constructor(account: () => Promise<Account>) {
    this.#account = account;
  }

  /** `available` is what can be spent: the balance minus what is reserved for running jobs. */
  async get(): Promise<CreditsView> {
    return creditsView((await this.#account()).organisation);
  }

  /**
   * Sets the balance, the automatic top-up (null turns it off), or both. The automatic top-up is on by default and may
   * raise a new balance again.
   * @throws ControlError bad_input
   */
  async set(input: CreditsInput): Promise<CreditsView> {
    const { checkArguments, creditsInput } = await loadChecks();
    const { balance, autoTopUp } = checkArguments(creditsInput, input, 'credits.set()');
    const { clock, organisation } = await this.#account();
    if (autoTopUp !== undefined) organisation.credits.autoTopUp = autoTopUp ?? undefined;
    if (balance !== undefined) organisation.credits.set(balance, clock.now());
    return creditsView(organisation);
  }

  /** The last thousand movements, oldest first. */
  async ledger(): Promise<readonly LedgerLineView[]> {
    return (await this.#account()).organisation.credits.ledger().map(ledgerLineView);
  }
}

/** How many realtime sessions an account's organisation may run at once. */
export class QuotaHandle {
  readonly #account: () => Promise<Account>;

  /** @internal */
  constructor(account: () => Promise<Account>) {
    this.#account = account;
  }

  /** All null means unlimited. */
  async get(): Promise<QuotaView> {
    return (await this.#account()).organisation.quota.view();
  }

  /**
   * Sets `maxConcurrentSessions`, null for unlimited. Running sessions continue.
   * @throws ControlError bad_input
   */
  async set(maxConcurrentSessions: number | null): Promise<QuotaView> {
    const { checkArguments, quotaInput } = await loadChecks();
    const input = checkArguments(quotaInput, { maxConcurrentSessions }, 'quota.set()');
    const { quota } = (await this.#account()).organisation;
    quota.limit = input.maxConcurrentSessions;
    return quota.view();
  }
}
