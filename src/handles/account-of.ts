import type { Account } from '../world/accounts/account.js';
import type { World } from '../world/world.js';
import { keyRefused } from './errors.js';

/**
 * The account of a key, created on first use, or the account that minted a client token.
 * @throws ControlError key_refused
 */
export async function accountOf(world: World, credential: string): Promise<Account> {
  try {
    return (await world.identify(credential)).account;
  } catch (error) {
    throw keyRefused(error);
  }
}
