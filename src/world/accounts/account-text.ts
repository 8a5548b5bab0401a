import { TextBudget, type TextShare } from '../text/text-budget.js';
import type { Journal } from '../journal/journal.js';
import type { AccountRegistry } from './account-registry.js';

/** The text budget of all accounts. Journals are evidence of the past, so they give way to what is stored. */
export class AccountText {
  readonly budget: TextBudget;
  /** What the journals of all accounts take. */
  readonly journals: TextShare;
  /** A journal of no account, which gives way last. */
  spared: Pick<Journal, 'spare'> | undefined;

  constructor(
    max: number,
    readonly accounts: AccountRegistry,
  ) {
    this.budget = new TextBudget(max);
    this.journals = this.budget.share();
  }

  /** Lets journals give way from now on. What can be spared before them is added to the budget before. */
  begin(): void {
    this.budget.onFull(() => this.#spareJournals());
  }

  /** Halves journals, those of accounts that were not used for long first, until an eighth of the budget is free. */
  #spareJournals(): void {
    const { max } = this.budget;
    for (const { journal } of this.accounts.list()) {
      if (this.budget.fits(max / 8) || this.journals.bytes < max / 16) return;
      journal.spare();
    }
    if (!this.budget.fits(max / 8)) this.spared?.spare();
  }
}
