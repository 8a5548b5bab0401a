import type { Clock } from '../time/clock.js';

/** What happened, as a test asks for it later. Never holds a secret: whoever records has redacted. */
export interface JournalEntry {
  /** 1, 2, 3 ... in the account. */
  readonly seq: number;
  /** Epoch ms on the account's clock. */
  readonly at: number;
  /** `http` for an exchange, `ws` for a frame, `world` for what the world did by itself. */
  readonly kind: 'http' | 'ws' | 'world';
  /** Name of the operation, as in rules: `jobs.submit`, `realtime.prompt` ... */
  readonly operation: string;
  readonly method?: string;
  readonly path?: string;
  readonly status?: number;
  /** Code of the error table, when the answer was an error. */
  readonly error?: string;
  /** What to do about it. */
  readonly advice?: string;
  /** Ids of the rules, or names of the magic values, that shaped the answer. */
  readonly rules?: readonly string[];
  readonly model?: string;
  readonly jobId?: string;
  readonly sessionId?: string;
  /** Fields of the request: form fields, JSON body, query; uploads as {name, mime, size}. */
  readonly request?: unknown;
  readonly response?: unknown;
  /** Anything the kind adds: direction and type of a frame, stage of a job ... */
  readonly detail?: Readonly<Record<string, unknown>>;
}

export type NewJournalEntry = Omit<JournalEntry, 'seq' | 'at'>;

/** All given fields must match; `path` and `operation` may end in `*`. */
export interface JournalFilter {
  readonly kind?: JournalEntry['kind'];
  readonly operation?: string;
  readonly method?: string;
  readonly path?: string;
  readonly status?: number;
  readonly error?: string;
  readonly jobId?: string;
  readonly sessionId?: string;
  readonly model?: string;
  /** Only entries after this one. */
  readonly afterSeq?: number;
}

export interface JournalBounds {
  readonly entries: number;
  readonly bytes: number;
}

const matchesText = (pattern: string | undefined, text: string | undefined): boolean =>
  pattern === undefined ||
  (text !== undefined && (pattern.endsWith('*') ? text.startsWith(pattern.slice(0, -1)) : text === pattern));

/** The filter as a question: taken apart once, for it is asked of every entry there is. */
function matcher({ afterSeq, path, operation, ...rest }: JournalFilter): (entry: JournalEntry) => boolean {
  const exact = Object.entries(rest).filter(([, value]) => value !== undefined);
  return (entry) =>
    (afterSeq === undefined || entry.seq > afterSeq) &&
    matchesText(path, entry.path) &&
    matchesText(operation, entry.operation) &&
    exact.every(([field, value]) => entry[field as keyof JournalEntry] === value);
}

interface Waiter {
  readonly fits: (entry: JournalEntry) => boolean;
  readonly count: number;
  /** Entries of the journal that fit, kept up with what comes and goes: there may be many waiters and many entries. */
  seen: number;
  readonly done: () => void;
}

const ENTRY_OVERHEAD = 200;

/** The account's record, oldest first, bounded in entries and bytes. */
export class Journal {
  #entries: JournalEntry[] = [];
  #sizes: number[] = [];
  #head = 0;
  #bytes = 0;
  #seq = 0;
  readonly #waiters = new Set<Waiter>();

  constructor(
    readonly clock: Clock,
    readonly bounds: JournalBounds,
  ) {}

  /** Records. `bytes` is the caller's estimate of what the entry holds. */
  add(entry: NewJournalEntry, bytes = 0): JournalEntry {
    return this.write((seq, at) => ({ seq, at, ...entry }), bytes);
  }

  /** Like `add`, for who records so often that copying an entry matters. */
  write(make: (seq: number, at: number) => JournalEntry, bytes: number): JournalEntry {
    const entry = make(++this.#seq, this.clock.now());
    this.#push(entry, bytes + ENTRY_OVERHEAD);
    this.#bound();
    this.#tell();
    return entry;
  }

  find(filter: JournalFilter = {}): JournalEntry[] {
    return this.#entries.slice(this.#head).filter(matcher(filter));
  }

  count(filter: JournalFilter = {}): number {
    return this.find(filter).length;
  }

  /** Resolves once at least `count` entries match. Give a signal to stop waiting. */
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
        const told = JSON.stringify(filter);
        reject(new Error(`Waited for ${count} journal entries matching ${told}, saw ${waiter.seen}.`));
      };
      const waiter: Waiter = { fits: matcher(filter), count, seen, done: () => (stop(), resolve()) };
      this.#waiters.add(waiter);
      if (signal?.aborted) abort();
      else signal?.addEventListener('abort', abort);
    });
  }

  /** The number of the newest entry, also when that has been let go. */
  get lastSeq(): number {
    return this.#seq;
  }

  clear(): void {
    this.#entries = [];
    this.#sizes = [];
    this.#head = 0;
    this.#bytes = 0;
    for (const waiter of this.#waiters) waiter.seen = 0;
  }

  /** Takes saved entries over; the next one gets the number after `lastSeq`. */
  load(entries: readonly JournalEntry[], lastSeq: number): void {
    this.clear();
    for (const entry of entries) this.#push(entry, JSON.stringify(entry).length + ENTRY_OVERHEAD);
    this.#seq = Math.max(lastSeq, entries.at(-1)?.seq ?? 0);
    this.#bound();
    this.#tell();
  }

  get #length(): number {
    return this.#entries.length - this.#head;
  }

  #push(entry: JournalEntry, size: number): void {
    this.#entries.push(entry);
    this.#sizes.push(size);
    this.#bytes += size;
    this.#tally(entry, 1);
  }

  #bound(): void {
    while (this.#length > this.bounds.entries || (this.#bytes > this.bounds.bytes && this.#length > 1))
      this.#shift();
  }

  #shift(): void {
    const entry = this.#entries[this.#head];
    if (entry) this.#tally(entry, -1);
    this.#bytes -= this.#sizes[this.#head] ?? 0;
    this.#head++;
    if (this.#head < 1024 || this.#head < this.#entries.length / 2) return;
    this.#entries = this.#entries.slice(this.#head);
    this.#sizes = this.#sizes.slice(this.#head);
    this.#head = 0;
  }

  /** Counts an entry that came (1) or fell out (-1), for whoever waits for such. */
  #tally(entry: JournalEntry, by: 1 | -1): void {
    if (this.#waiters.size === 0) return;
    for (const waiter of this.#waiters) if (waiter.fits(entry)) waiter.seen += by;
  }

  #tell(): void {
    if (this.#waiters.size === 0) return;
    for (const waiter of this.#waiters) if (waiter.seen >= waiter.count) waiter.done();
  }
}
