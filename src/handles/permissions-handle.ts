import type { PermissionsInput, PermissionsView } from '../contract/control-types.js';
import type { Account } from '../world/accounts/account.js';
import { loadChecks } from './load-checks.js';
import { permissionsView } from './views.js';

/** What an account's organisation may use, and the class of its requests; keys of one organisation share it. */
export class PermissionsHandle {
  readonly #account: () => Promise<Account>;

  /** @internal */
  constructor(account: () => Promise<Account>) {
    this.#account = account;
  }

  /** `allowedModels` null means all. */
  async get(): Promise<PermissionsView> {
    return permissionsView((await this.#account()).organisation);
  }

  /**
   * Sets any of the fields; absent ones stay as they are. Running sessions and jobs continue, and tokens that were minted
   * keep their claims.
   * @throws ControlError bad_input
   */
  async set(input: PermissionsInput): Promise<PermissionsView> {
    const { checkArguments, permissionsInput } = await loadChecks();
    const valid = checkArguments(permissionsInput, input, 'permissions.set()');
    const { organisation } = await this.#account();
    organisation.permissions.set(valid);
    return permissionsView(organisation);
  }
}
