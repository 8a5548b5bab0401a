import { accountTag } from './account.js';
import type { PaceSetting } from '../pace/pace.js';
import { Organisation, type OrganisationOptions } from './organisation.js';

export interface KeyOptions extends OrganisationOptions {
  /** Name of the organisation that the key belongs to; its keys share credits and quota. */
  readonly organisation?: string;
  /** Name of the key, `api_key_name` in signed tokens; default `Default key`. */
  readonly keyName?: string;
  /** How fast the key's account answers; default the `pace` of the mock. */
  readonly pace?: PaceSetting;
}

export interface OrganisationsOptions {
  readonly keys?: Readonly<Record<string, KeyOptions>>;
  readonly organisations?: Readonly<Record<string, OrganisationOptions>>;
  /** Settings of an organisation that is not configured by name. */
  readonly defaults?: OrganisationOptions;
}

/** A key and its organisation. */
interface Member {
  readonly key: string;
  readonly organisation: Organisation;
}

const ownId = (key: string): string => `org-${accountTag(key)}`;

/** Maps keys to organisations, and keeps the options of keys that have no account yet. */
export class Organisations {
  readonly #all = new Map<string, Organisation>();
  readonly #keys = new Map<string, KeyOptions>();

  constructor(
    readonly options: OrganisationsOptions,
    /** Keys, and organisations, kept beside those that the options name. */
    readonly max: number,
  ) {
    for (const [key, keyOptions] of Object.entries(options.keys ?? {})) this.#keys.set(key, keyOptions);
  }

  /** Whether a key has options, even empty ones. */
  knows(key: string): boolean {
    return this.#keys.has(key);
  }

  /** Whether the options of the mock name a key. */
  isConfigured(key: string): boolean {
    return this.options.keys !== undefined && Object.hasOwn(this.options.keys, key);
  }

  /** Sets the options of a key, which keeps its name and pace unless they have one. @returns a function that undoes this */
  configure(key: string, options: KeyOptions): () => void {
    const before = this.#keys.get(key);
    const { keyName = before?.keyName, pace = before?.pace } = options;
    this.#keys.set(key, { ...options, ...(keyName !== undefined && { keyName }), ...(pace && { pace }) });
    return () => void (before ? this.#keys.set(key, before) : this.#keys.delete(key));
  }

  /** The organisation of a key, created with its first key; `magic` options override all others. */
  of(key: string, magic: OrganisationOptions = {}): Organisation {
    const { organisation: id = ownId(key), ...own } = this.#keys.get(key) ?? {};
    const existing = this.#all.get(id);
    if (existing) return existing;
    const { defaults, organisations } = this.options;
    const created = new Organisation(id, { ...defaults, ...organisations?.[id], ...own, ...magic });
    this.#all.set(id, created);
    return created;
  }

  /** The name that a key was given. */
  keyName(key: string): string | undefined {
    return this.#keys.get(key)?.keyName;
  }

  paceOf(key: string): PaceSetting | undefined {
    return this.#keys.get(key)?.pace;
  }

  /** A new organisation for one key alone. */
  createOwn(key: string): Organisation {
    const created = new Organisation(ownId(key));
    this.#all.set(created.id, created);
    return created;
  }

  /** Drops the organisation that a key has to itself. */
  removeOwn(key: string): void {
    this.#all.delete(ownId(key));
  }

  clear(): void {
    this.#all.clear();
  }

  values(): IterableIterator<Organisation> {
    return this.#all.values();
  }

  /** Drops keys and organisations without a member, oldest first, once there are more than `max`. */
  prune(members: readonly Member[]): void {
    const { keys = {}, organisations = {} } = this.options;
    const max = this.max + Object.keys(keys).length + Object.keys(organisations).length;
    const usedKeys = new Set(members.map(({ key }) => key));
    for (const key of this.#keys.keys()) {
      if (this.#keys.size <= max) break;
      if (!usedKeys.has(key) && !Object.hasOwn(keys, key)) this.#keys.delete(key);
    }
    const usedIds = new Set(members.map(({ organisation }) => organisation.id));
    for (const id of this.#all.keys()) {
      if (this.#all.size <= max) return;
      if (!usedIds.has(id) && !Object.hasOwn(organisations, id)) this.#all.delete(id);
    }
  }
}
