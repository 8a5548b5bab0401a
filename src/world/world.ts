import { ApiError } from '../contract/errors.js';
import { Account, type AccountSettings } from './accounts/account.js';
import type { Organisation, OrganisationOptions } from './accounts/organisation.js';
import { Catalogue } from './catalogue/index.js';
import type { ClockMode, ClockOptions, OnDefect } from './time/clock.js';
import type { JobTiming } from './jobs/plan.js';
import { defaultLimits, type Limits } from './accounts/limits.js';
import { Organisations, type KeyOptions, type OrganisationsOptions } from './accounts/organisations.js';
import { isPlausibleKey } from './accounts/plausible-key.js';
import { freshSeed, Random } from './random/random.js';
import { defaultRules } from './rules/default-rules.js';
import { keyMeaning } from './rules/magic-keys.js';
import { keyWarning } from './rules/magic-warnings.js';
import type { NamedRule } from './rules/types.js';
import type { RuleInput } from './rules/types.js';
import { MemoryStore, type Store } from './store.js';
import { RequestCounter } from './journal/request-counter.js';
import { TokenSigner } from './tokens/signer.js';
import type { ClientToken } from './tokens/tokens.js';
import { Warnings } from './accounts/warnings.js';

export type { KeyOptions } from './accounts/organisations.js';

export interface WorldOptions extends OrganisationsOptions {
  /** Same seed, same run; default a fresh one, which is printed. */
  readonly seed?: string;
  readonly clock?: ClockOptions;
  /** Epoch ms the catalogue takes for today. */
  readonly asOf?: number;
  /** Refuse keys that were not given here or created by the control API. */
  readonly strictKeys?: boolean;
  readonly timing?: Partial<JobTiming>;
  readonly workers?: number;
  /** Realtime sessions an account can run at once before further ones queue; default as many as come. */
  readonly sessionCapacity?: number;
  /** Rules every account is born with. */
  readonly rules?: readonly RuleInput[];
  readonly limits?: Partial<Limits>;
  readonly store?: Store;
  /** Told of defects of the stand-in itself, such as a timer that fails. */
  readonly onDefect?: OnDefect;
  /** Told, once each, of what a client probably did not mean, such as a misspelt directive in a prompt. */
  readonly onWarning?: (warning: string) => void;
}

/** Who is asking. */
export interface Identity {
  readonly account: Account;
  /** Set when the caller holds a client token instead of the account's key. */
  readonly token?: ClientToken;
}

/** The state of everything: accounts by key, organisations, the catalogue. */
export class World {
  readonly seed: string;
  readonly limits: Limits;
  readonly catalogue = new Catalogue();
  readonly signer: TokenSigner;
  /** What was answered since the process began; no reset forgets it. */
  readonly requestCounter = new RequestCounter();
  readonly #options: WorldOptions;
  readonly #settings: AccountSettings;
  readonly #accounts = new Map<string, Account>();
  readonly #byTag = new Map<string, Account>();
  /** The last of `#accounts`. */
  #latest: Account | undefined;
  readonly #organisations: Organisations;
  readonly #unused = new Map<string, NamedRule>();

  /** @throws TypeError for what is no rule; RangeError for rules whose ids clash, or that are too many */
  constructor(options: WorldOptions = {}) {
    this.#options = options;
    this.seed = options.seed ?? freshSeed();
    this.limits = { ...defaultLimits, ...options.limits };
    this.#organisations = new Organisations(options, this.limits.accounts);
    this.signer = new TokenSigner(new Random(`${this.seed}/signer`));
    this.#settings = {
      seed: this.seed,
      clock: options.clock ?? {},
      asOf: options.asOf,
      timing: options.timing ?? {},
      workers: options.workers,
      sessionCapacity: options.sessionCapacity,
      rules: defaultRules(options.rules ?? [], this.limits.rulesPerAccount),
      limits: this.limits,
      store: options.store ?? new MemoryStore(),
      signer: this.signer,
      onDefect: options.onDefect,
      warnings: new Warnings(options.onWarning),
      requestCounter: this.requestCounter,
      onFire: (id) => this.#unused.delete(id),
    };
    for (const rule of this.#settings.rules) this.#unused.set(rule.id, rule);
  }

  /**
   * Who holds this credential: an account key, at once; or later a client token (`ek_...`) or the JWT that mirrors one.
   * @throws ApiError invalid_api_key, expired_api_key
   */
  identify(credential: string): Identity | Promise<Identity> {
    const known = credential === ANONYMOUS ? undefined : this.#accounts.get(credential);
    if (known) return { account: this.#touch(known) };
    if (credential.startsWith('ek_')) return this.#holder(credential);
    // No account key begins like the header of a JWT: what does not verify is forged, or of another server.
    if (credential.startsWith('eyJ')) return this.#holderOfJwt(credential);
    return { account: this.account(credential) };
  }

  /**
   * The account of a key; it comes to life on first use.
   * @throws ApiError when the key is a refused magic value, malformed, or unknown under `strictKeys`.
   */
  account(key: string): Account {
    const known = this.#accounts.get(key);
    // Without strict keys the record of keyless requests is open to all; with them, to nobody by its mere name.
    if (known && (key !== ANONYMOUS || !this.#options.strictKeys)) return this.#touch(known);
    const { refused, credits, maxConcurrentSessions, rules } = keyMeaning(key);
    if (refused) throw new ApiError(refused);
    if (!isPlausibleKey(key) || (this.#options.strictKeys && !this.#organisations.knows(key)))
      throw new ApiError('invalid_api_key');
    const magic = {
      ...(credits !== undefined && { credits, autoTopUp: null }),
      ...(maxConcurrentSessions !== undefined && { maxConcurrentSessions }),
    };
    return this.#bear(key, magic, rules);
  }

  /** Registers a key, or moves it to another organisation. */
  register(key: string, options: KeyOptions): Account {
    const account = this.#accounts.get(key);
    const takeBack = this.#organisations.say(key, options);
    if (account) {
      account.join(this.#organisations.of(key));
      this.#organisations.prune([...this.#accounts.values()]);
      return account;
    }
    try {
      const made = this.account(key);
      this.#organisations.prune([...this.#accounts.values()]);
      return made;
    } catch (error) {
      takeBack(); // who is refused stays as unknown as he was
      throw error;
    }
  }

  /**
   * Puts a new account without rules in the place of a key's present one, for a snapshot to be loaded into. It has
   * an organisation to itself, so that no other key's credits move.
   * @throws ApiError when the key has no account
   */
  async replace(
    key: string,
    settings: Pick<AccountSettings, 'clock' | 'asOf' | 'timing' | 'workers' | 'sessionCapacity'>,
  ): Promise<Account> {
    this.account(key);
    // Nothing may come to life under this key in between: it would never be let go.
    const gone = this.reset(key);
    const organisation = this.#organisations.alone(key);
    const clock = { ...this.#settings.clock, ...settings.clock };
    const born = new Account(key, organisation, { ...this.#settings, ...settings, clock, rules: [] });
    this.#admit(born);
    await gone;
    return born;
  }

  /** The account of requests that need no key and bring none. */
  anonymous(): Account {
    const known = this.#accounts.get(ANONYMOUS);
    return known ?? this.#bear(ANONYMOUS, {});
  }

  /** What the catalogue takes for today where no account is concerned, epoch ms. */
  today(): number {
    return this.anonymous().catalogueDate();
  }

  /** Whether a key is in use or was registered; asking brings no account to life. */
  knows(key: string): boolean {
    return this.#accounts.has(key) || this.#organisations.knows(key);
  }

  /** Of the rules every account is born with, those that have fired in none; resets do not count. */
  unusedRules(): readonly NamedRule[] {
    return [...this.#unused.values()];
  }

  /** How time passes in an account that comes to life. */
  get clockMode(): ClockMode {
    return this.#settings.clock.mode ?? 'real';
  }

  /** Those of `accounts`, and those that stand by for keys to come. */
  organisations(): readonly Organisation[] {
    const anonymous = this.#accounts.get(ANONYMOUS);
    const unused = anonymous && !isUsed(anonymous) ? anonymous.organisation : undefined;
    return [...this.#organisations.values()].filter((one) => one !== unused);
  }

  /** Accounts in order of last use, the latest last; that of keyless requests once there was one. */
  accounts(): readonly Account[] {
    return [...this.#accounts.values()].filter((one) => one.key !== ANONYMOUS || isUsed(one));
  }

  /** Forgets all that one key did; its next use starts anew, with the same seed. */
  async reset(key: string): Promise<void> {
    const account = this.#accounts.get(key);
    if (!account) return;
    this.#accounts.delete(key);
    if (this.#latest === account) this.#latest = undefined;
    this.#byTag.delete(account.tag);
    this.#organisations.forget(key);
    await account.dispose();
  }

  /** Lets go of files and jobs whose time is over, which otherwise happens when somebody looks at them. */
  async sweep(): Promise<void> {
    for (const { files, jobs } of this.#accounts.values()) await Promise.all([files.list(), jobs.list()]);
  }

  /** Forgets all keys. */
  async resetAll(): Promise<void> {
    for (const key of [...this.#accounts.keys()]) await this.reset(key);
    this.#organisations.clear();
  }

  #bear(key: string, magic: OrganisationOptions, rules: readonly NamedRule[] = []): Account {
    const settings = { ...this.#settings, rules: [...this.#settings.rules, ...rules] };
    const account = this.#admit(new Account(key, this.#organisations.of(key, magic), settings));
    const warning = keyWarning(key);
    if (warning !== undefined) account.warn('key', [warning]);
    return account;
  }

  #admit(account: Account): Account {
    this.#accounts.set(account.key, account);
    this.#latest = account;
    this.#byTag.set(account.tag, account);
    this.#makeRoom();
    return account;
  }

  async #holderOfJwt(jwt: string): Promise<Identity> {
    const apiKey = await this.signer.verify(jwt);
    if (apiKey === undefined) throw new ApiError('invalid_api_key');
    return this.#holder(apiKey);
  }

  async #holder(apiKey: string): Promise<Identity> {
    const account = this.#byTag.get(apiKey.slice(3, 13));
    if (!account) throw new ApiError('invalid_api_key');
    return { account: this.#touch(account), token: await account.tokens.use(apiKey) };
  }

  /** Keeps the accounts in order of last use, so that the first is the one to forget. */
  #touch(account: Account): Account {
    if (this.#latest === account) return account;
    this.#accounts.delete(account.key);
    this.#accounts.set(account.key, account);
    this.#latest = account;
    return account;
  }

  #makeRoom(): void {
    for (const key of this.#accounts.keys()) {
      if (this.#accounts.size <= this.limits.accounts) return;
      void this.reset(key);
    }
  }
}

/** The key under which requests without a key are journalled; any client may use it to look. */
export const ANONYMOUS = 'anonymous';

/** The account of keyless requests also lives to tell the time; whoever else asked for anything is in its journal. */
const isUsed = ({ journal }: Account): boolean => journal.lastSeq > 0;
