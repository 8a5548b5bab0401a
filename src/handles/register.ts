import type { KeyOptions } from '../world/world.js';
import { nearest } from '../world/rules/nearest.js';
import { ControlError, withKey } from './errors.js';
import { MockAccount, type HandleCore } from './mock-account.js';
import { checkAutoTopUp, checkBalance, checkSessions } from './money-handles.js';

const names: readonly string[] = ['organisation', 'credits', 'autoTopUp', 'maxConcurrentSessions'];

/**
 * Registers a key, or moves it to another organisation, and sets the given credits and quota of its organisation.
 * Absent options stay as they are. Needed only under strict keys, and to let keys share an organisation.
 * @throws ControlError key_refused, bad_input
 */
export function register(core: HandleCore, key: string, options: KeyOptions = {}): MockAccount {
  const { credits, autoTopUp, maxConcurrentSessions } = options;
  // All checks come before any change.
  const unknown = Object.keys(options).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    const near = nearest(unknown, names) ?? names.join(', ');
    throw new ControlError('bad_input', `Unknown option "${unknown}" of a key; did you mean ${near}?`);
  }
  if (autoTopUp !== undefined) checkAutoTopUp(autoTopUp);
  if (credits !== undefined) checkBalance(credits);
  if (maxConcurrentSessions !== undefined) checkSessions(maxConcurrentSessions);
  withKey(() => core.world.register(key, options));
  const account = new MockAccount(core, key);
  if (autoTopUp !== undefined) account.credits.setAutoTopUp(autoTopUp);
  if (credits !== undefined) account.credits.set(credits);
  if (maxConcurrentSessions !== undefined) account.quota.set(maxConcurrentSessions);
  return account;
}
