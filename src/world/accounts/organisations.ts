import { accountTag } from './account.js';
import { Organisation, type OrganisationOptions } from './organisation.js';

export interface KeyOptions extends OrganisationOptions {
  /** Name of the organisation the key belongs to; keys with the same name share credits and quota. */
  readonly organisation?: string;
}

export interface OrganisationsOptions {
  readonly keys?: Readonly<Record<string, KeyOptions>>;
  readonly organisations?: Readonly<Record<string, OrganisationOptions>>;
  /** What an organisation gets when nothing is said about it. */
  readonly defaults?: OrganisationOptions;
}

/** Somebody who lives in an organisation. */
interface Member {
  readonly key: string;
  readonly organisation: Organisation;
}

const ownId = (key: string): string => `org-${accountTag(key)}`;

/** Which organisation each key belongs to, and what was said about keys before they were used. */
export class Organisations {
  readonly #all = new Map<string, Organisation>();
  readonly #keys = new Map<string, KeyOptions>();

  constructor(
    readonly options: OrganisationsOptions,
    /** Keys, and organisations, that may be kept beside those the options name. */
    readonly max: number,
  ) {
    for (const [key, keyOptions] of Object.entries(options.keys ?? {})) this.#keys.set(key, keyOptions);
  }

  /** Whether something was said about a key. */
  knows(key: string): boolean {
    return this.#keys.has(key);
  }

  /** Says what a key is to be given. @returns how to take that back */
  say(key: string, options: KeyOptions): () => void {
    const before = this.#keys.get(key);
    this.#keys.set(key, options);
    return () => void (before ? this.#keys.set(key, before) : this.#keys.delete(key));
  }

  /** The organisation of a key, made when it is the first to live there; `magic` wins over all that was said. */
  of(key: string, magic: OrganisationOptions = {}): Organisation {
    const { organisation: id = ownId(key), ...own } = this.#keys.get(key) ?? {};
    const known = this.#all.get(id);
    if (known) return known;
    const { defaults, organisations } = this.options;
    const made = new Organisation(id, { ...defaults, ...organisations?.[id], ...own, ...magic });
    this.#all.set(id, made);
    return made;
  }

  /** A new organisation which a key has to itself. */
  alone(key: string): Organisation {
    const made = new Organisation(ownId(key));
    this.#all.set(made.id, made);
    return made;
  }

  /** Forgets the organisation that a key has to itself. */
  forget(key: string): void {
    this.#all.delete(ownId(key));
  }

  clear(): void {
    this.#all.clear();
  }

  values(): IterableIterator<Organisation> {
    return this.#all.values();
  }

  /** Lets go of keys and organisations that none of `members` lives in, the oldest first, once there are too many. */
  prune(members: readonly Member[]): void {
    const { keys = {}, organisations = {} } = this.options;
    const max = this.max + Object.keys(keys).length + Object.keys(organisations).length;
    const used = new Set(members.map(({ key }) => key));
    for (const key of this.#keys.keys()) {
      if (this.#keys.size <= max) break;
      if (!used.has(key) && !Object.hasOwn(keys, key)) this.#keys.delete(key);
    }
    const lived = new Set(members.map(({ organisation }) => organisation.id));
    for (const id of this.#all.keys()) {
      if (this.#all.size <= max) return;
      if (!lived.has(id) && !Object.hasOwn(organisations, id)) this.#all.delete(id);
    }
  }
}
