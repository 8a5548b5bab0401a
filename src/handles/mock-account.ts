import type {
  CatalogueQuery,
  CatalogueView,
  ControlJson,
  FileView,
  JobView,
  SessionView,
  StateView,
  TokenView,
} from '../contract/control-types.js';
import { isToken, trimCredential } from '../contract/credential.js';
import { ApiError } from '../contract/errors.js';
import type { Account } from '../world/accounts/account.js';
import type { BlobTaker } from '../world/snapshot/load.js';
import type { Snapshot } from '../world/snapshot/shape.js';
import type { World } from '../world/world.js';
import { loadChecks } from './load-checks.js';
import { catalogueView } from './catalogue-view.js';
import { ClockHandle } from './clock-handle.js';
import { accountOf } from './account-of.js';
import { ControlError } from './errors.js';
import { JournalHandle } from './journal-handle.js';
import { CreditsHandle, QuotaHandle } from './money-handles.js';
import { PaceHandle } from './pace-handle.js';
import { PermissionsHandle } from './permissions-handle.js';
import { RulesHandle } from './rules-handle.js';
import { stateView } from './state-view.js';
import { fileView, iso, jobView, sessionView, tokenView } from './views.js';

/** What the handles need. */
export interface HandleCore {
  readonly world: World;
  /** Stores the uploads of a loaded snapshot. */
  readonly blobs: BlobTaker;
}

/**
 * One account, to inspect and to change. Every method is asynchronous and resolves with what the control API answers,
 * as control.openapi.yaml describes it; where that is one list or one number, with the list or the number itself.
 * Holds no state itself: it stays valid after a reset.
 */
export class MockAccount {
  readonly clock: ClockHandle;
  readonly rules: RulesHandle;
  readonly journal: JournalHandle;
  readonly credits: CreditsHandle;
  readonly quota: QuotaHandle;
  readonly permissions: PermissionsHandle;
  readonly pace: PaceHandle;
  readonly #core: HandleCore;

  /** @internal */
  constructor(
    core: HandleCore,
    /** The API key, or a client token. A client with it uses this account. */
    readonly key: string,
  ) {
    this.#core = core;
    const account = (): Promise<Account> => this.#account();
    this.clock = new ClockHandle(account);
    this.rules = new RulesHandle(account);
    this.journal = new JournalHandle(async () => (await account()).journal);
    this.credits = new CreditsHandle(account);
    this.quota = new QuotaHandle(account);
    this.permissions = new PermissionsHandle(account);
    this.pace = new PaceHandle(account);
  }

  /** The account in figures: organisation, clock, catalogue date, credits, quota, and how much of everything. */
  async state(): Promise<StateView> {
    return stateView(await this.#account());
  }

  /** Oldest first, with their plans. */
  async jobs(): Promise<readonly JobView[]> {
    const { jobs } = await this.#account();
    return (await jobs.list()).map((job) => jobView(jobs, job));
  }

  /** Files that have not expired, oldest first. */
  async files(): Promise<readonly FileView[]> {
    return (await (await this.#account()).files.list()).map(fileView);
  }

  /** All client tokens that were minted, also expired ones, oldest first. They are secrets. */
  async tokens(): Promise<readonly TokenView[]> {
    return (await (await this.#account()).tokens.list()).map(tokenView);
  }

  /** Realtime sessions: the last ended ones, then the running ones. */
  async sessions(): Promise<readonly SessionView[]> {
    return (await this.#account()).sessions.list().map(sessionView);
  }

  /**
   * The model names on the account's catalogue date, and the changes `until` a date; default a year ahead.
   * @throws ControlError bad_input
   */
  async catalogue(query: CatalogueQuery = {}): Promise<CatalogueView> {
    const { checkArguments, catalogueQuery } = await loadChecks();
    const valid = checkArguments(catalogueQuery, query, 'catalogue()');
    return catalogueView(this.#core.world, await this.#account(), valid);
  }

  /** Drops the account. The key's next use starts from scratch, with the same seed. @returns 1 */
  async reset(): Promise<number> {
    // Not through the account: a key that is not in use needs none for this.
    const credential = trimCredential(this.key);
    const key = isToken(credential) ? (await this.#account()).key : credential;
    await this.#core.world.reset(key);
    return 1;
  }

  /**
   * The whole account as JSON. It includes client tokens, so treat it as a secret.
   * @throws ControlError too_large
   */
  async save(): Promise<Snapshot> {
    const { saveSnapshot } = await import('../world/snapshot/save.js');
    try {
      return await saveSnapshot(await this.#account(), this.#core.world.limits.snapshotBytes);
    } catch (error) {
      if (error instanceof ApiError && error.code === 'file_not_found')
        throw new ControlError(
          'upload_missing',
          'Cannot save this account: the temporary file of an upload was removed.',
          {
            cause: error,
          },
        );
      if (!(error instanceof RangeError)) throw error;
      throw new ControlError('too_large', `This account is too large for a snapshot: ${error.message}.`);
    }
  }

  /**
   * Replaces this account by a saved one, which continues as if it had never stopped, with the same next ids. Under
   * another key, client tokens are issued anew: `tokens()` lists them.
   * @throws ControlError bad_snapshot, too_large, full
   */
  async load(snapshot: unknown): Promise<ControlJson<'/snapshot', 'put'>> {
    const [{ parseSnapshot }, { loadSnapshot }] = await Promise.all([
      import('./parse-snapshot.js'),
      import('../world/snapshot/load.js'),
    ]);
    const saved = parseSnapshot(snapshot, this.#core.world.limits);
    const { key } = await this.#account();
    await loadSnapshot(this.#core.world, key, saved, this.#core.blobs).catch((error: unknown) => {
      if (!(error instanceof ApiError)) throw error;
      const code = error.code === 'text_full' ? 'full' : 'too_large';
      throw new ControlError(code, `The snapshot does not fit: ${error.message}.`, { cause: error });
    });
    return { loaded: 1, now: iso((await accountOf(this.#core.world, key)).clock.now()) };
  }

  #account(): Promise<Account> {
    return accountOf(this.#core.world, this.key);
  }
}
