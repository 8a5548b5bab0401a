/** One class because each method reads or changes the same accounts. */
import { credentialForm, isKey, trimCredential } from '../contract/credential.js';
import { ApiError } from '../contract/errors.js';
import { Account, type AccountSettings } from './accounts/account.js';
import type { Organisation, OrganisationOptions } from './accounts/organisation.js';
import { ANONYMOUS } from './accounts/anonymous.js';
import { AccountRegistry } from './accounts/account-registry.js';
import { holderOfJwt, holderOfToken, type Identity } from './accounts/identity.js';
import { Catalogue } from './catalogue/index.js';
import type { ClockMode } from './time/clock.js';
import { defaultLimits, journalBounds, type Limits } from './accounts/limits.js';
import { Organisations, type KeyOptions } from './accounts/organisations.js';
import { AccountText } from './accounts/account-text.js';
import { freshSeed, Random } from './random/random.js';
import { defaultRules } from './rules/default-rules.js';
import { keyMeaning } from './rules/magic-keys.js';
import { keyWarning } from './rules/magic-warnings.js';
import type { NamedRule } from './rules/types.js';
import { MemoryStore } from './store.js';
import { RequestCounter } from './journal/request-counter.js';
import { Unattributed } from './journal/unattributed.js';
import type { TextBudget, TextShare } from './text/text-budget.js';
import { TokenSigner } from './tokens/signer.js';
import { Warnings } from './accounts/warnings.js';

import type { WorldOptions } from './world-options.js';

export type { Identity } from './accounts/identity.js';
export type { KeyOptions } from './accounts/organisations.js';
export type { WorldOptions } from './world-options.js';

/** The state of the mock server: accounts, organisations and the catalogue. */
export class World {
  readonly seed: string;
  readonly limits: Limits;
  readonly catalogue = new Catalogue();
  readonly signer: TokenSigner;
  /** What texts and metadata of all accounts may take. */
  readonly text: TextBudget;
  /** The part of it for WebSocket messages that have not ended. */
  readonly messages: TextShare;
  /** Counts answers since the process started; a reset does not clear it. */
  readonly requestCounter = new RequestCounter();
  /** What belongs to no account. Its times are those of the clock of requests without a key. */
  readonly unattributed: Unattributed;
  readonly #options: WorldOptions;
  readonly #settings: AccountSettings;
  readonly #accounts: AccountRegistry;
  readonly #organisations: Organisations;
  readonly #unused = new Map<string, NamedRule>();

  /** @throws TypeError for an invalid rule; RangeError for rules whose ids clash, or too many rules */
  constructor(options: WorldOptions = {}) {
    this.#options = options;
    this.seed = options.seed ?? freshSeed();
    this.limits = { ...defaultLimits, ...options.limits };
    const organisations = (this.#organisations = new Organisations(options, this.limits.accounts));
    this.#accounts = new AccountRegistry(this.limits.accounts, {
      configured: (key) => key === ANONYMOUS || organisations.isConfigured(key),
      registered: (key) => organisations.knows(key),
    });
    const text = new AccountText(this.limits.textBytes, this.#accounts);
    this.text = text.budget;
    this.messages = this.text.share(this.text.max / 2);
    this.unattributed = new Unattributed(
      { now: () => this.anonymous().clock.now() },
      journalBounds(this.limits),
      this.requestCounter,
      text.journals,
    );
    text.spared = this.unattributed.journal;
    this.signer = new TokenSigner(new Random(`${this.seed}/signer`));
    this.#settings = {
      seed: this.seed,
      clock: options.clock ?? {},
      asOf: options.asOf,
      timing: options.timing ?? {},
      pace: options.pace ?? 'fast',
      workers: options.workers,
      sessionCapacity: options.sessionCapacity,
      rules: defaultRules(options.rules ?? [], this.limits.rulesPerAccount),
      limits: this.limits,
      store: options.store ?? new MemoryStore(this.text),
      signer: this.signer,
      text,
      onDefect: options.onDefect,
      warnings: new Warnings(options.onWarning),
      requestCounter: this.requestCounter,
      onFire: (id) => this.#unused.delete(id),
    };
    text.begin();
    for (const rule of this.#settings.rules) this.#unused.set(rule.id, rule);
  }

  /**
   * The caller behind a credential, as a header, a query or a handle has it. Returns at once for an account key; a
   * promise for a client token (`ek_...`) and for the JWT of one.
   * @throws ApiError invalid_api_key, expired_api_key
   */
  identify(given: string): Identity | Promise<Identity> {
    const known = given === ANONYMOUS ? undefined : this.#accounts.get(given);
    if (known) return { account: this.#accounts.touch(known) };
    const credential = trimCredential(given);
    const form = credentialForm(credential);
    if (form === 'client-token') return holderOfToken(this.#accounts, credential);
    if (form === 'jwt') return holderOfJwt(this.#accounts, this.signer, credential);
    return { account: this.account(credential) };
  }

  /**
   * The account of a key; created on first use.
   * @throws ApiError for anything but the form of a key, a magic value that is refused, and a key unknown under
   * `strictKeys`.
   */
  account(key: string): Account {
    const known = this.#accounts.get(key);
    // Under strict keys `anonymous` is not a valid key.
    if (known && (key !== ANONYMOUS || !this.#options.strictKeys)) return this.#accounts.touch(known);
    const { refused, credits, maxConcurrentSessions, rules } = keyMeaning(key);
    if (refused) throw new ApiError(refused);
    if (!isKey(key) || (this.#options.strictKeys && !this.#organisations.knows(key)))
      throw new ApiError('invalid_api_key');
    const magic = {
      ...(credits !== undefined && { credits, autoTopUp: null }),
      ...(maxConcurrentSessions !== undefined && { maxConcurrentSessions }),
    };
    return this.#create(key, magic, rules);
  }

  /** Registers a key, or moves it to another organisation. */
  register(key: string, options: KeyOptions): Account {
    const account = this.#accounts.get(key);
    const undo = this.#organisations.configure(key, options);
    if (account) {
      account.join(this.#organisations.of(key));
      if (options.pace) account.pace.name = options.pace;
      account.keyName = this.#organisations.keyName(key) ?? account.keyName;
      this.#organisations.prune(this.#accounts.list());
      return account;
    }
    try {
      const created = this.account(key);
      this.#organisations.prune(this.#accounts.list());
      return created;
    } catch (error) {
      undo(); // a refused key stays unknown
      throw error;
    }
  }

  /**
   * Replaces a key's account by a new one without rules, for a snapshot to be loaded into. The new account has its
   * own organisation, so that the credits of other keys stay as they are.
   * @throws ApiError when the key has no account
   */
  async replace(
    key: string,
    settings: Pick<AccountSettings, 'clock' | 'asOf' | 'timing' | 'pace' | 'workers' | 'sessionCapacity'>,
  ): Promise<Account> {
    this.account(key);
    // Not awaited first: an account created for this key in between would never be disposed of.
    const gone = this.reset(key);
    const organisation = this.#organisations.createOwn(key);
    const clock = { ...this.#settings.clock, ...settings.clock };
    const replacement = new Account(key, organisation, { ...this.#settings, ...settings, clock, rules: [] });
    this.#add(replacement);
    await gone;
    return replacement;
  }

  /** The account of requests without a key, on routes that need none. */
  anonymous(): Account {
    return this.#accounts.get(ANONYMOUS) ?? this.#create(ANONYMOUS, {});
  }

  /** The catalogue date of requests without a key, epoch ms. */
  today(): number {
    return this.anonymous().catalogueDate();
  }

  /** Whether a key is in use or registered. Creates no account. */
  knows(key: string): boolean {
    return this.#accounts.has(key) || this.#organisations.knows(key);
  }

  /** The rules that every account starts with and that never fired in any, also before a reset. */
  unusedRules(): readonly NamedRule[] {
    return [...this.#unused.values()];
  }

  /** Clock mode of new accounts. */
  get clockMode(): ClockMode {
    return this.#settings.clock.mode ?? 'real';
  }

  /** The organisations of `accounts()`, and those configured for further keys. */
  organisations(): readonly Organisation[] {
    const anonymous = this.#accounts.get(ANONYMOUS);
    const unused = anonymous && !isUsed(anonymous) ? anonymous.organisation : undefined;
    return [...this.#organisations.values()].filter((one) => one !== unused);
  }

  /** Accounts, most recently used last. Includes the one of requests without a key once there was such a request. */
  accounts(): readonly Account[] {
    return this.#accounts.list().filter((one) => one.key !== ANONYMOUS || isUsed(one));
  }

  /** Tells that code in this process uses the key: its account is evicted after those that only clients use. */
  hold(key: string): void {
    this.#accounts.hold(key);
  }

  /** Accounts dropped because there were more than `limits.accounts`, since the process started. */
  get evictions(): { readonly idle: number; readonly working: number } {
    return this.#accounts.evictions.counts;
  }

  /** Drops the account of a key. Its next use starts from scratch, with the same seed. */
  async reset(key: string): Promise<void> {
    const account = this.#accounts.get(key);
    if (!account) return;
    this.#accounts.remove(account);
    this.#organisations.removeOwn(key);
    await account.dispose();
  }

  /** Frees expired files and jobs, which otherwise happens when they are read. */
  async sweep(): Promise<void> {
    for (const { files, jobs } of this.#accounts.list()) await Promise.all([files.list(), jobs.list()]);
  }

  /** Drops all accounts, and the journal of what belongs to none. */
  async resetAll(): Promise<void> {
    for (const { key } of this.#accounts.list()) await this.reset(key);
    this.#organisations.clear();
    this.unattributed.journal.clear();
  }

  #create(key: string, magic: OrganisationOptions, rules: readonly NamedRule[] = []): Account {
    const settings = {
      ...this.#settings,
      rules: [...this.#settings.rules, ...rules],
      pace: this.#organisations.paceOf(key) ?? this.#settings.pace,
    };
    const account = new Account(key, this.#organisations.of(key, magic), settings);
    this.#add(account);
    const warning = keyWarning(key);
    if (warning !== undefined) account.warn('key', [warning]);
    return account;
  }

  #add(account: Account): void {
    account.keyName = this.#organisations.keyName(account.key) ?? account.keyName;
    this.#accounts.add(account);
    for (let gone = this.#accounts.excess(); gone; gone = this.#accounts.excess()) this.#evict(gone);
  }

  #evict(account: Account): void {
    const { hasWork, key, settings } = account;
    this.#accounts.evictions.add(hasWork);
    if (hasWork) settings.warnings.report(workEvicted(this.limits.accounts));
    void this.reset(key);
  }
}

/** The account of requests without a key also serves as the default clock; it is used once it has a journal. */
const isUsed = ({ journal }: Account): boolean => journal.lastSeq > 0;

const workEvicted = (max: number): string =>
  `More than ${max} keys are in use, and one with running jobs, open sessions or files was forgotten. Raise "limits.accounts", or name the keys that must stay (--key, "keys").`;
