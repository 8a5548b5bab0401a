import { ApiError } from '../../contract/errors.js';
import type { Clock } from '../time/clock.js';
import type { Random } from '../random/random.js';
import type { Collection, Store } from '../store.js';
import { valueBytes } from '../text/value-bytes.js';
import { claimsOf, type TokenIssuer } from './claims.js';
import type { TokenSigner } from './signer.js';

export const DEFAULT_TOKEN_TTL_S = 60;
const PREFIX = 'ek_';

/** The limits of a client token (facts: api.md 2). Times in seconds. */
export interface TokenOptions {
  readonly expiresIn?: number;
  readonly allowedModels?: readonly string[];
  readonly allowedOrigins?: readonly string[];
  readonly maxSessionDuration?: number;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

export interface ClientToken {
  /** `ek_...`, the key itself. */
  readonly apiKey: string;
  /** The same as a signed JWT, if it was issued. */
  readonly jwt?: string;
  readonly createdAt: number;
  /** Epoch ms. */
  readonly expiresAt: number;
  readonly options: TokenOptions;
  /** When a session reached `maxSessionDuration`, epoch ms: sessions that connect later never generate. */
  readonly cappedAt?: number;
}

/** A client token whose JWT was issued too. */
export interface SignedToken extends ClientToken {
  readonly jwt: string;
}

/** When a token was made, until when it lives, its limits, and whether its cap was reached. */
type Terms = Omit<ClientToken, 'apiKey' | 'jwt'>;

/** The client tokens of one account. */
export class Tokens {
  readonly #tokens: Collection<ClientToken>;

  constructor(
    readonly clock: Clock,
    readonly random: Random,
    /** Part of every key, so that the account behind a token is found without an index. */
    readonly accountTag: string,
    readonly signer: TokenSigner,
    /** Whose tokens they are, at the time of a mint. */
    readonly issuer: () => TokenIssuer,
    store: Store,
    bounds: { readonly maxEntries: number; readonly maxText: number },
  ) {
    const { maxEntries, maxText: maxBytes } = bounds;
    this.#tokens = store.collection<ClientToken>('tokens', { maxEntries, maxBytes, now: () => clock.now() });
  }

  /** Issues a token and its JWT. @throws ApiError text_full */
  async mint(options: TokenOptions = {}): Promise<SignedToken> {
    return this.#signed(this.#newKey(), this.#terms(options));
  }

  /** Issues a token without a JWT, as before 2026-06-23. */
  async mintUnsigned(options: TokenOptions = {}): Promise<ClientToken> {
    return this.#put({ apiKey: this.#newKey(), ...this.#terms(options) });
  }

  /** @throws ApiError expired_api_key after its expiry, invalid_api_key when it was never minted */
  async use(apiKey: string): Promise<ClientToken> {
    const token = await this.#tokens.get(apiKey);
    if (!token) throw new ApiError('invalid_api_key');
    if (token.expiresAt <= this.clock.now()) throw new ApiError('expired_api_key');
    return token;
  }

  /** Notes that a session reached the token's `maxSessionDuration`. It holds for the life of the token. */
  async cap(apiKey: string): Promise<void> {
    const token = await this.#tokens.get(apiKey);
    if (token && token.cappedAt === undefined) await this.#put({ ...token, cappedAt: this.clock.now() });
  }

  async list(): Promise<ClientToken[]> {
    return (await this.#tokens.entries()).map(([, token]) => token);
  }

  /**
   * Adopts a token from a snapshot. In the account that minted it the key stays the same; in another one, it gets the
   * tag of its new account. This server signs its JWT again, if it has one.
   */
  adopt({ apiKey, jwt, ...terms }: ClientToken): Promise<ClientToken> {
    const key = this.#keyOf(apiKey.slice(PREFIX.length + this.accountTag.length));
    return jwt === undefined ? this.#put({ apiKey: key, ...terms }) : this.#signed(key, terms);
  }

  /** Removes all tokens, later ones too: the account is gone. */
  close(): Promise<void> {
    return this.#tokens.close();
  }

  #terms(options: TokenOptions): Terms {
    const createdAt = this.clock.now();
    return { createdAt, expiresAt: createdAt + (options.expiresIn ?? DEFAULT_TOKEN_TTL_S) * 1_000, options };
  }

  #newKey(): string {
    return this.#keyOf(this.random.id(30));
  }

  #keyOf(rest: string): string {
    return `${PREFIX}${this.accountTag}${rest}`;
  }

  async #signed(apiKey: string, terms: Terms): Promise<SignedToken> {
    const token = { apiKey, ...terms };
    return this.#put({ ...token, jwt: await this.signer.sign(claimsOf(token, this.issuer())) });
  }

  async #put<Token extends ClientToken>(token: Token): Promise<Token> {
    const bytes = (token.jwt?.length ?? 0) + valueBytes(token.options);
    await this.#tokens.set(token.apiKey, token, { bytes });
    return token;
  }
}
