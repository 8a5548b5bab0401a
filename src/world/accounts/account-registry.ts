import type { Account } from './account.js';
import { EvictionCounter } from './eviction-counter.js';

/** Which keys the user of the mock named. */
export interface NamedKeys {
  /** By an option, a flag or a scenario: their accounts always stay, beside the others. */
  readonly configured: (key: string) => boolean;
  /** By a registration. */
  readonly registered: (key: string) => boolean;
}

/** The accounts that are kept, in order of last use. */
export class AccountRegistry {
  readonly evictions = new EvictionCounter();
  readonly #byKey = new Map<string, Account>();
  readonly #byTag = new Map<string, Account>();
  /** Keys that code in this process uses by a handle. */
  readonly #held = new Set<string>();
  /** The last of `#byKey`. */
  #latest: Account | undefined;
  /** How many of `#byKey` are configured. */
  #configured = 0;

  constructor(
    /** Accounts kept at once, beside the configured ones. */
    readonly max: number,
    readonly named: NamedKeys,
  ) {}

  get(key: string): Account | undefined {
    return this.#byKey.get(key);
  }

  /** By `Account.tag`. */
  byTag(tag: string): Account | undefined {
    return this.#byTag.get(tag);
  }

  has(key: string): boolean {
    return this.#byKey.has(key);
  }

  /** Least recently used first. */
  list(): readonly Account[] {
    return [...this.#byKey.values()];
  }

  /** Code in this process uses the key: its account is evicted after those of clients alone. */
  hold(key: string): void {
    this.#held.delete(key);
    this.#held.add(key);
    if (this.#held.size <= this.max) return;
    for (const oldest of this.#held) return void this.#held.delete(oldest);
  }

  add(account: Account): void {
    this.#byKey.set(account.key, account);
    this.#byTag.set(account.tag, account);
    this.#latest = account;
    if (this.named.configured(account.key)) this.#configured++;
  }

  remove(account: Account): void {
    if (this.#byKey.delete(account.key) && this.named.configured(account.key)) this.#configured--;
    this.#byTag.delete(account.tag);
    if (this.#latest === account) this.#latest = undefined;
  }

  /** Marks an account as just used. */
  touch(account: Account): Account {
    if (this.#latest === account) return account;
    this.#byKey.delete(account.key);
    this.#byKey.set(account.key, account);
    this.#latest = account;
    return account;
  }

  /**
   * The account to drop when there are more than `max`; else undefined. Of those that the user of the mock did not name
   * before those that were named, of each those without work before those with it, of these the least recently used.
   */
  excess(): Account | undefined {
    if (this.#byKey.size - this.#configured <= this.max) return undefined;
    let chosen: Account | undefined;
    let lowest = Infinity;
    for (const account of this.#byKey.values()) {
      if (account === this.#latest || this.named.configured(account.key)) continue;
      const rank = (this.#isNamed(account.key) ? 2 : 0) + (account.hasWork ? 1 : 0);
      if (rank >= lowest) continue;
      if (rank === 0) return account;
      chosen = account;
      lowest = rank;
    }
    return chosen;
  }

  #isNamed(key: string): boolean {
    return this.#held.has(key) || this.named.registered(key);
  }
}
