import type { EntryFilter, EntryQuery, EntryView } from '../contract/control-types.js';
import type { Account } from '../world/accounts/account.js';
import type { JournalEntry } from '../world/journal/journal.js';
import { ControlError } from './errors.js';
import { checkFilter } from './journal-filter.js';
import { entryView } from './views.js';

/** Default timeout of `waitForCount`, in real ms. */
export const DEFAULT_WAIT_MS = 5_000;
/** Entries in the message of a wait that timed out. */
const SHOWN = 10;

/** What one account received and answered, without secrets and with truncated bodies. */
export class JournalHandle {
  readonly #account: () => Account;

  /** @internal */
  constructor(account: () => Account) {
    this.#account = account;
  }

  /**
   * The matching entries, oldest first; with `limit`, only the newest ones.
   * @throws ControlError bad_input for a filter that can never match, such as a misspelt operation
   */
  async find({ limit, ...filter }: EntryQuery = {}): Promise<readonly EntryView[]> {
    if (limit !== undefined && !(Number.isInteger(limit) && limit >= 0))
      throw new ControlError('bad_input', `"limit" must be a whole number from 0, not ${limit}.`);
    const found = this.#journal.find(checkFilter(filter));
    return (limit === undefined ? found : found.slice(Math.max(found.length - limit, 0))).map(entryView);
  }

  /** Number of matching entries. @throws ControlError bad_input, as `find` */
  async count(filter: EntryFilter = {}): Promise<number> {
    return this.#journal.count(checkFilter(filter));
  }

  /**
   * Waits for `count` matching entries and resolves with all matching ones. `timeoutMs` (default 5000) is real time,
   * independent of the account's clock.
   * @throws ControlError wait_timed_out, with the last entries; bad_input, as `find`
   */
  async waitForCount(
    filter: EntryFilter,
    count: number,
    { timeoutMs = DEFAULT_WAIT_MS, signal }: { timeoutMs?: number; signal?: AbortSignal } = {},
  ): Promise<readonly EntryView[]> {
    checkFilter(filter);
    const journal = this.#journal;
    const deadline = AbortSignal.timeout(timeoutMs);
    try {
      await journal.waitForCount(filter, count, signal ? AbortSignal.any([signal, deadline]) : deadline);
    } catch (error) {
      if (!deadline.aborted && !signal?.aborted) throw error;
      throw new ControlError('wait_timed_out', timeoutMessage(journal, filter, count, timeoutMs), {
        cause: error,
      });
    }
    return journal.find(filter).map(entryView);
  }

  /** Removes all entries; numbering continues. @returns how many there were */
  async clear(): Promise<number> {
    const removed = this.#journal.count();
    this.#journal.clear();
    return removed;
  }

  get #journal(): Account['journal'] {
    return this.#account().journal;
  }
}

function timeoutMessage(journal: Account['journal'], filter: EntryFilter, count: number, ms: number): string {
  const all = journal.find();
  const lines = all.slice(-SHOWN).map(line);
  const seen =
    all.length === 0
      ? 'The journal is empty.'
      : `The last ${lines.length} of ${all.length} entries: ${lines.join('; ')}.`;
  return `Waited ${ms} ms for ${count} journal entries matching ${JSON.stringify(filter)}, saw ${journal.count(filter)}. ${seen}`;
}

const line = ({ seq, operation, status, error }: JournalEntry): string =>
  [`${seq} ${operation}`, status, error].filter((part) => part !== undefined).join(' ');
