import type { Striker } from '../../contract/redaction/strike.js';
import type { Clock } from '../time/clock.js';
import type { TextShare } from '../text/text-budget.js';
import { redactEntry } from './redact-entry.js';
import type { JournalBounds, JournalEntry, JournalFilter, NewJournalEntry } from './types.js';

export type { JournalEntry, JournalFilter, NewJournalEntry } from './types.js';

const matchesText = (pattern: string | undefined, text: string | undefined): boolean =>
  pattern === undefined ||
  (text !== undefined && (pattern.endsWith('*') ? text.startsWith(pattern.slice(0, -1)) : text === pattern));

/** A filter as a predicate: taken apart once, because it is applied to every entry. */
function matcher({ afterSeq, path, operation, ...rest }: JournalFilter): (entry: JournalEntry) => boolean {
  const exact = Object.entries(rest).filter(([, value]) => value !== undefined);
  return (entry) =>
    (afterSeq === undefined || entry.seq > afterSeq) &&
    matchesText(path, entry.path) &&
    matchesText(operation, entry.operation) &&
    exact.every(([field, value]) => entry[field as keyof JournalEntry] === value);
}

interface Waiter {
  readonly matches: (entry: JournalEntry) => boolean;
  readonly count: number;
  /** Matching entries in the journal, updated as entries are added and evicted: there may be many of both. */
  seen: number;
  readonly done: () => void;
}

const ENTRY_OVERHEAD = 200;

/**
 * The account's record, oldest first, bounded in entries and bytes. `add` and `load` are the only ways in, and both
 * redact, so callers report what they have.
 */
export class Journal {
  /** Undefined before `#head`. */
  #entries: (JournalEntry | undefined)[] = [];
  #sizes: number[] = [];
  #head = 0;
  #bytes = 0;
  #seq = 0;
  #closed = false;
  readonly #waiters = new Set<Waiter>();

  constructor(
    readonly clock: Clock,
    readonly bounds: JournalBounds,
    /** Removes the key of the account from every text. */
    readonly own?: Striker,
    /** What the journals of all accounts are charged to. */
    readonly text?: TextShare,
  ) {}

  /** Records an entry, redacted and cut; `sender` has other credentials than the account's. @returns the entry as kept */
  add(draft: NewJournalEntry, sender?: Striker): JournalEntry {
    const entry = this.#push(draft, { seq: ++this.#seq, at: this.clock.now() }, sender);
    this.#evict();
    this.#notify();
    return entry;
  }

  find(filter: JournalFilter = {}): JournalEntry[] {
    return (this.#entries.slice(this.#head) as JournalEntry[]).filter(matcher(filter));
  }

  count(filter: JournalFilter = {}): number {
    return this.find(filter).length;
  }

  /** Resolves once at least `count` entries match. Rejects when the signal aborts. */
  async waitForCount(filter: JournalFilter, count: number, signal?: AbortSignal): Promise<void> {
    const seen = this.count(filter);
    if (seen >= count) return;
    await new Promise<void>((resolve, reject) => {
      const stop = (): void => {
        this.#waiters.delete(waiter);
        signal?.removeEventListener('abort', abort);
      };
      const abort = (): void => {
        stop();
        const wanted = JSON.stringify(filter);
        reject(new Error(`Waited for ${count} journal entries matching ${wanted}, saw ${waiter.seen}.`));
      };
      const waiter: Waiter = { matches: matcher(filter), count, seen, done: () => (stop(), resolve()) };
      this.#waiters.add(waiter);
      if (signal?.aborted) abort();
      else signal?.addEventListener('abort', abort);
    });
  }

  /** The number of the newest entry, also after that entry was evicted or cleared. */
  get lastSeq(): number {
    return this.#seq;
  }

  clear(): void {
    this.#give(this.#bytes);
    this.#entries = [];
    this.#sizes = [];
    this.#head = 0;
    this.#bytes = 0;
    for (const waiter of this.#waiters) waiter.seen = 0;
  }

  /** Replaces the journal by saved entries, redacted and cut; the next entry gets the number after `lastSeq`. */
  load(entries: readonly JournalEntry[], lastSeq: number): void {
    this.clear();
    for (const entry of entries) this.#push(entry, entry);
    this.#seq = Math.max(lastSeq, entries.at(-1)?.seq ?? 0);
    this.#evict();
    this.#notify();
  }

  /** Removes the older half: the process needs its memory. */
  spare(): void {
    for (let count = Math.ceil(this.#length / 2); count > 0; count--) this.#shift();
  }

  /** Removes all entries, and charges later ones to nothing: the account is gone. */
  close(): void {
    this.clear();
    this.#closed = true;
  }

  get #length(): number {
    return this.#entries.length - this.#head;
  }

  #push(draft: NewJournalEntry, { seq, at }: Pick<JournalEntry, 'seq' | 'at'>, own = this.own): JournalEntry {
    const { entry, bytes } = redactEntry(draft, { seq, at, bodyBytes: this.bounds.bodyBytes, own });
    const size = this.#charged(bytes + ENTRY_OVERHEAD);
    this.#entries.push(entry);
    this.#sizes.push(size);
    this.#bytes += size;
    this.#count(entry, 1);
    return entry;
  }

  /** Entries that find no room replace older ones; the newest is kept in any case. @returns what was charged */
  #charged(size: number): number {
    if (!this.text || this.#closed) return size;
    const { budget } = this.text;
    if (!budget.fits(size)) budget.makeRoom(size);
    while (!budget.fits(size) && this.#length > 0) this.#shift();
    if (!budget.fits(size)) return 0;
    this.text.take(size);
    return size;
  }

  #give(bytes: number): void {
    if (!this.#closed) this.text?.give(bytes);
  }

  #evict(): void {
    while (this.#length > this.bounds.entries || (this.#bytes > this.bounds.bytes && this.#length > 1))
      this.#shift();
  }

  #shift(): void {
    const entry = this.#entries[this.#head];
    if (entry) this.#count(entry, -1);
    this.#entries[this.#head] = undefined;
    const size = this.#sizes[this.#head] ?? 0;
    this.#bytes -= size;
    this.#give(size);
    this.#head++;
    if (this.#head < 1024 || this.#head < this.#entries.length / 2) return;
    this.#entries = this.#entries.slice(this.#head);
    this.#sizes = this.#sizes.slice(this.#head);
    this.#head = 0;
  }

  /** Updates the waiters' counts for an entry that was added (1) or evicted (-1). */
  #count(entry: JournalEntry, by: 1 | -1): void {
    if (this.#waiters.size === 0) return;
    for (const waiter of this.#waiters) if (waiter.matches(entry)) waiter.seen += by;
  }

  #notify(): void {
    if (this.#waiters.size === 0) return;
    for (const waiter of this.#waiters) if (waiter.seen >= waiter.count) waiter.done();
  }
}
