import type { KeyInput } from '../contract/control-types.js';
import { withKey } from './errors.js';
import { MockAccount, type HandleCore } from './mock-account.js';
import { checkAutoTopUp, checkBalance, checkSessions } from './money-handles.js';
import { checkNames } from './names.js';

const names: readonly string[] = ['organisation', 'credits', 'autoTopUp', 'maxConcurrentSessions'];

/**
 * Registers a key, or moves it to another organisation, and sets the given credits and quota of its organisation.
 * Absent options stay as they are. Needed only under strict keys, and to let keys share an organisation.
 * @throws ControlError key_refused, bad_input
 */
export async function register(core: HandleCore, key: string, options: KeyInput = {}): Promise<MockAccount> {
  const { credits, autoTopUp, maxConcurrentSessions } = options;
  // All checks come before any change.
  checkNames(options, names, 'a key');
  if (autoTopUp !== undefined) checkAutoTopUp(autoTopUp);
  if (credits !== undefined) checkBalance(credits);
  if (maxConcurrentSessions !== undefined) checkSessions(maxConcurrentSessions);
  withKey(() => core.world.register(key, options));
  const account = new MockAccount(core, key);
  await account.credits.set({
    ...(autoTopUp !== undefined && { autoTopUp }),
    ...(credits !== undefined && { balance: credits }),
  });
  if (maxConcurrentSessions !== undefined) await account.quota.set(maxConcurrentSessions);
  return account;
}
