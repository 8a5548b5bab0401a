import type { TextBudget } from './text/text-budget.js';

/**
 * Where the world keeps its records. The domain uses only this interface, so that a shared engine can serve several
 * replicas. The memory store below is the default.
 */
export interface Store {
  collection<T>(name: string, bounds: CollectionBounds<T>): Collection<T>;
}

export interface CollectionBounds<T> {
  readonly maxEntries: number;
  /** Sum of the `bytes` given with each entry; default unbounded. */
  readonly maxBytes?: number;
  /** The owner's time, epoch ms, that `expiresAt` is compared with. */
  readonly now: () => number;
  /** Called with every entry that is removed, for whatever reason, so that its resources can be freed. */
  readonly onLeave?: (value: T) => void;
}

export interface Weight {
  /** Of its texts. */
  readonly bytes?: number;
  /** Epoch ms at which the entry expires; default never. */
  readonly expiresAt?: number;
}

/** A bounded map. When it is full, the oldest entries are removed. */
export interface Collection<T> {
  get(id: string): Promise<T | undefined>;
  /** @throws ApiError text_full, and nothing is stored */
  set(id: string, value: T, weight?: Weight): Promise<void>;
  delete(id: string): Promise<boolean>;
  /** Oldest first. Removes expired entries. */
  entries(): Promise<[string, T][]>;
  count(): Promise<number>;
  /** Removes everything, and from now on whatever is added: the owner was dropped. */
  close(): Promise<void>;
}

interface StoredEntry<T> {
  readonly value: T;
  readonly bytes: number;
  readonly expiresAt: number;
}

const NEVER = Infinity;
/** What an entry takes beside its texts, estimated from jobs. */
const ENTRY_BYTES = 512;

class MemoryCollection<T> implements Collection<T> {
  readonly #entries = new Map<string, StoredEntry<T>>();
  #bytes = 0;
  #closed = false;
  /** No entry expires before. */
  #nextExpiry = NEVER;

  constructor(
    readonly bounds: CollectionBounds<T>,
    readonly budget: TextBudget | undefined,
    readonly onClose: () => void,
  ) {}

  async get(id: string): Promise<T | undefined> {
    const entry = this.#entries.get(id);
    if (!entry) return undefined;
    if (entry.expiresAt > this.bounds.now()) return entry.value;
    this.#drop(id, entry);
    return undefined;
  }

  async set(id: string, value: T, weight: Weight = {}): Promise<void> {
    if (this.#closed) return this.bounds.onLeave?.(value);
    const entry = { value, bytes: weight.bytes ?? 0, expiresAt: weight.expiresAt ?? NEVER };
    this.#makeRoom(entry.bytes);
    this.budget?.take(entry.bytes + ENTRY_BYTES);
    const known = this.#entries.get(id);
    if (known) {
      this.#forget(known);
      if (known.value !== value) this.bounds.onLeave?.(known.value);
    }
    this.#entries.set(id, entry);
    this.#nextExpiry = Math.min(this.#nextExpiry, entry.expiresAt);
    this.#bytes += entry.bytes;
    this.#makeRoom();
  }

  async delete(id: string): Promise<boolean> {
    const entry = this.#entries.get(id);
    if (entry) this.#drop(id, entry);
    return entry !== undefined && entry.expiresAt > this.bounds.now();
  }

  async entries(): Promise<[string, T][]> {
    this.sweep();
    return [...this.#entries].map(([id, entry]) => [id, entry.value]);
  }

  /** Removes what has expired. */
  sweep(): void {
    const now = this.bounds.now();
    if (now < this.#nextExpiry) return;
    this.#nextExpiry = NEVER;
    for (const [id, entry] of this.#entries)
      if (entry.expiresAt <= now) this.#drop(id, entry);
      else this.#nextExpiry = Math.min(this.#nextExpiry, entry.expiresAt);
  }

  async count(): Promise<number> {
    return this.#entries.size;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.onClose();
    for (const [id, entry] of [...this.#entries]) this.#drop(id, entry);
  }

  #drop(id: string, entry: StoredEntry<T>): void {
    this.#entries.delete(id);
    this.#forget(entry);
    this.bounds.onLeave?.(entry.value);
  }

  #forget({ bytes }: StoredEntry<T>): void {
    this.#bytes -= bytes;
    this.budget?.give(bytes + ENTRY_BYTES);
  }

  /** Removes expired entries at the old end, then the oldest while there are too many, or `more` bytes do not fit. */
  #makeRoom(more = 0): void {
    const { maxEntries, maxBytes = Infinity, now } = this.bounds;
    const time = now();
    for (const [id, entry] of this.#entries) {
      const full = this.#entries.size > maxEntries || this.#bytes + more > maxBytes;
      if (!full && entry.expiresAt > time) break;
      this.#drop(id, entry);
    }
  }
}

/** The default store: bounded maps in this process. */
export class MemoryStore implements Store {
  readonly #open = new Set<{ sweep(): void }>();

  /** `budget`: what the entries of all collections are charged to; default unbounded. */
  constructor(readonly budget?: TextBudget) {
    budget?.onFull(() => this.#sweep());
  }

  collection<T>(_name: string, bounds: CollectionBounds<T>): Collection<T> {
    const collection: MemoryCollection<T> = new MemoryCollection(bounds, this.budget, () =>
      this.#open.delete(collection),
    );
    this.#open.add(collection);
    return collection;
  }

  /** Removes what has expired in any account; else that happens when it is read. */
  #sweep(): void {
    for (const collection of this.#open) collection.sweep();
  }
}
