import { ApiError } from '../../contract/errors.js';
import type { TokenSigner } from '../tokens/signer.js';
import type { ClientToken } from '../tokens/tokens.js';
import type { Account } from './account.js';
import type { AccountRegistry } from './account-registry.js';

/** The caller behind a credential. */
export interface Identity {
  readonly account: Account;
  /** Set when the caller holds a client token instead of the account's key. */
  readonly token?: ClientToken;
}

type TokenHolder = Required<Identity>;

/**
 * The caller behind a client token (`ek_...`). Its account's tag is part of it.
 * @throws ApiError invalid_api_key, expired_api_key
 */
export async function holderOfToken(accounts: AccountRegistry, apiKey: string): Promise<TokenHolder> {
  const account = accounts.byTag(apiKey.slice(3, 13));
  if (!account) throw new ApiError('invalid_api_key');
  return { account: accounts.touch(account), token: await account.tokens.use(apiKey) };
}

/**
 * The caller behind the JWT of a client token.
 * @throws ApiError invalid_api_key, also for a JWT that was not issued here; expired_api_key
 */
export async function holderOfJwt(
  accounts: AccountRegistry,
  signer: TokenSigner,
  jwt: string,
): Promise<Identity> {
  const apiKey = await signer.verify(jwt);
  if (apiKey === undefined) throw new ApiError('invalid_api_key');
  const holder = await holderOfToken(accounts, apiKey);
  // The key that signs comes from the seed, so another run with this seed may have issued it.
  if (holder.token.jwt === undefined) throw new ApiError('invalid_api_key');
  return holder;
}
