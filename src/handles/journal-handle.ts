import type { Account } from '../world/accounts/account.js';
import type { JournalEntry, JournalFilter } from '../world/journal/journal.js';
import { ControlError } from './errors.js';
import { checkFilter } from './journal-filter.js';

/** How long `waitForCount` waits when nothing is said, in real ms. */
export const DEFAULT_WAIT_MS = 5_000;
/** Entries shown in the message of a wait that was in vain. */
const SHOWN = 10;

/** What one account did: every exchange and frame, without secrets, bodies cut. */
export class JournalHandle {
  readonly #account: () => Account;

  constructor(account: () => Account) {
    this.#account = account;
  }

  /** Oldest first. @throws ControlError bad_input for a filter that no entry can match, as by a misspelt operation */
  find(filter: JournalFilter = {}): readonly JournalEntry[] {
    return this.#journal.find(checkFilter(filter));
  }

  /** @throws ControlError bad_input, as `find` */
  count(filter: JournalFilter = {}): number {
    return this.#journal.count(checkFilter(filter));
  }

  /**
   * Resolves with the matching entries once there are `count` of them. `timeoutMs` (default 5000) is real time,
   * whatever the account's clock does.
   * @throws ControlError wait_timed_out, telling what was seen; bad_input, as `find`
   */
  async waitForCount(
    filter: JournalFilter,
    count: number,
    { timeoutMs = DEFAULT_WAIT_MS, signal }: { timeoutMs?: number; signal?: AbortSignal } = {},
  ): Promise<readonly JournalEntry[]> {
    checkFilter(filter);
    const journal = this.#journal;
    const deadline = AbortSignal.timeout(timeoutMs);
    try {
      await journal.waitForCount(filter, count, signal ? AbortSignal.any([signal, deadline]) : deadline);
    } catch (error) {
      if (!deadline.aborted && !signal?.aborted) throw error;
      throw new ControlError('wait_timed_out', told(journal, filter, count, timeoutMs), { cause: error });
    }
    return journal.find(filter);
  }

  clear(): void {
    this.#journal.clear();
  }

  get #journal(): Account['journal'] {
    return this.#account().journal;
  }
}

function told(journal: Account['journal'], filter: JournalFilter, count: number, ms: number): string {
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
