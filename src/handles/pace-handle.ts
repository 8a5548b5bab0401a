import type { PaceName, PaceView } from '../contract/control-types.js';
import type { Account } from '../world/accounts/account.js';
import { loadChecks } from './load-checks.js';

/** How fast one account answers. */
export class PaceHandle {
  readonly #account: () => Promise<Account>;

  /** @internal */
  constructor(account: () => Promise<Account>) {
    this.#account = account;
  }

  async get(): Promise<PaceView> {
    return { pace: (await this.#account()).pace.name };
  }

  /**
   * `live` for the times that were observed on the live service, `fast` for none. Applies to jobs, sessions and acks that
   * begin after it.
   * @throws ControlError bad_input
   */
  async set(pace: PaceName): Promise<PaceView> {
    const { checkArguments, paceInput } = await loadChecks();
    const input = checkArguments(paceInput, { pace }, 'pace.set()');
    (await this.#account()).pace.name = input.pace;
    return input;
  }
}
