import type { EntryFilter, EntryQuery, EntryView } from '../contract/control-types.js';
import type { Journal, JournalEntry } from '../world/journal/journal.js';
import { loadChecks } from './load-checks.js';
import { ControlError } from './errors.js';
import { entryView } from './views.js';

/** Default timeout of `waitForCount`, in real ms. */
export const DEFAULT_WAIT_MS = 5_000;
/** Entries in the message of a wait that timed out. */
const SHOWN = 10;

/** What one account, or none, received and answered, without secrets and with truncated bodies. */
export class JournalHandle {
  readonly #journal: () => Promise<Journal>;

  /** @internal */
  constructor(journal: () => Promise<Journal>) {
    this.#journal = journal;
  }

  /**
   * The matching entries, oldest first; with `limit`, only the newest ones.
   * @throws ControlError bad_input for a filter that can never match, such as a misspelt operation
   */
  async find(query: EntryQuery = {}): Promise<readonly EntryView[]> {
    const { checkArguments, findInput } = await loadChecks();
    const { limit, ...filter } = checkArguments(findInput, query, 'journal.find()');
    const found = (await this.#journal()).find(filter);
    return (limit === undefined ? found : found.slice(Math.max(found.length - limit, 0))).map(entryView);
  }

  /** Number of matching entries. @throws ControlError bad_input, as `find` */
  async count(filter: EntryFilter = {}): Promise<number> {
    const { checkArguments, filterInput } = await loadChecks();
    const valid = checkArguments(filterInput, filter, 'journal.count()');
    return (await this.#journal()).count(valid);
  }

  /**
   * Waits for `count` matching entries and resolves with all matching ones. `timeoutMs` (default 5000, at most 120000)
   * is real time, independent of the account's clock.
   * @throws ControlError wait_timed_out, with the last entries; bad_input, as `find`
   */
  async waitForCount(
    filter: EntryFilter,
    count: number,
    options: { timeoutMs?: number; signal?: AbortSignal } = {},
  ): Promise<readonly EntryView[]> {
    const method = 'journal.waitForCount()';
    const { checkArguments, countInput, filterInput, waitOptions } = await loadChecks();
    const valid = checkArguments(filterInput, filter, method);
    const { count: wanted } = checkArguments(countInput, { count }, method);
    const { timeoutMs = DEFAULT_WAIT_MS, signal } = checkArguments(waitOptions, options, method);
    const journal = await this.#journal();
    const deadline = AbortSignal.timeout(timeoutMs);
    try {
      await journal.waitForCount(valid, wanted, signal ? AbortSignal.any([signal, deadline]) : deadline);
    } catch (error) {
      if (!deadline.aborted && !signal?.aborted) throw error;
      throw new ControlError('wait_timed_out', timeoutMessage(journal, valid, wanted, timeoutMs), {
        cause: error,
      });
    }
    return journal.find(valid).map(entryView);
  }

  /** Removes all entries; numbering continues. @returns how many there were */
  async clear(): Promise<number> {
    const journal = await this.#journal();
    const removed = journal.count();
    journal.clear();
    return removed;
  }
}

function timeoutMessage(journal: Journal, filter: EntryFilter, count: number, ms: number): string {
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
