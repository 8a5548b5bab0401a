import type { KeyInput } from '../contract/control-types.js';
import { loadChecks } from './load-checks.js';
import { withKey } from './errors.js';
import { MockAccount, type HandleCore } from './mock-account.js';

/**
 * Registers a key, or moves it to another organisation, sets its name and pace, and the given credits, quota and permissions
 * of its organisation. Absent options stay as they are. Needed only under strict keys, and to let keys share an organisation.
 * @throws ControlError key_refused, bad_input
 */
export async function register(core: HandleCore, key: string, options: KeyInput = {}): Promise<MockAccount> {
  const { checkArguments, keyInput, keyName } = await loadChecks();
  const settings = checkArguments(keyInput, options, 'register()');
  checkArguments(keyName, { key }, 'register()');
  const { credits, autoTopUp, maxConcurrentSessions, allowedModels, serviceTier, zeroDataRetention } =
    settings;
  withKey(() => core.world.register(key, settings));
  const account = new MockAccount(core, key);
  await account.credits.set({
    ...(autoTopUp !== undefined && { autoTopUp }),
    ...(credits !== undefined && { balance: credits }),
  });
  if (maxConcurrentSessions !== undefined) await account.quota.set(maxConcurrentSessions);
  await account.permissions.set({
    ...(allowedModels !== undefined && { allowedModels }),
    ...(serviceTier !== undefined && { serviceTier }),
    ...(zeroDataRetention !== undefined && { zeroDataRetention }),
  });
  return account;
}
