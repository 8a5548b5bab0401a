import type { Account } from './account.js';

/** The accounts that are kept, in order of last use. */
export class AccountRegistry {
  readonly #byKey = new Map<string, Account>();
  readonly #byTag = new Map<string, Account>();
  /** The last of `#byKey`. */
  #latest: Account | undefined;

  constructor(
    /** Accounts kept at once. */
    readonly max: number,
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

  add(account: Account): void {
    this.#byKey.set(account.key, account);
    this.#byTag.set(account.tag, account);
    this.#latest = account;
  }

  remove(account: Account): void {
    this.#byKey.delete(account.key);
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

  /** The least recently used accounts beyond `max`. */
  excess(): readonly Account[] {
    const count = this.#byKey.size - this.max;
    return count > 0 ? this.list().slice(0, count) : [];
  }
}
