import type { KeyOptions } from '../world/world.js';
import { withKey } from './errors.js';
import { MockAccount, type HandleCore } from './mock-account.js';

/**
 * Makes a key known, or moves it to another organisation, and gives its organisation the credits and quota that are
 * named; what is not named stays as it is. Needed only under strict keys, and to let keys share an organisation.
 * @throws ControlError key_refused, bad_input
 */
export function register(core: HandleCore, key: string, options: KeyOptions = {}): MockAccount {
  withKey(() => core.world.register(key, options));
  const account = new MockAccount(core, key);
  if (options.autoTopUp !== undefined) account.credits.setAutoTopUp(options.autoTopUp);
  if (options.credits !== undefined) account.credits.set(options.credits);
  if (options.sessions !== undefined) account.quota.set(options.sessions);
  return account;
}
