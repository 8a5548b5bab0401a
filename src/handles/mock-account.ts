import { ApiError } from '../contract/errors.js';
import type { Account } from '../world/accounts/account.js';
import type { StoredFile } from '../world/files/files.js';
import type { JobStatus } from '../contract/types.js';
import type { BlobTaker } from '../world/snapshot/load.js';
import type { Snapshot } from '../world/snapshot/shape.js';
import type { SessionRecord } from '../world/accounts/sessions.js';
import type { ClientToken } from '../world/tokens/tokens.js';
import type { World } from '../world/world.js';
import { ClockHandle } from './clock-handle.js';
import { ControlError, withKey } from './errors.js';
import { JournalHandle } from './journal-handle.js';
import { CreditsHandle, QuotaHandle } from './money-handles.js';
import { RulesHandle } from './rules-handle.js';

/** What the handles need. */
export interface HandleCore {
  readonly world: World;
  /** Stores the uploads of a loaded snapshot. */
  readonly blobs: BlobTaker;
}

/** A job as its account sees it now. Times in epoch ms. */
export interface JobView {
  readonly id: string;
  readonly status: JobStatus;
  readonly model: string;
  readonly requestedModel: string;
  readonly prompt: string;
  readonly seed: number;
  readonly submittedAt: number;
  /** When each status starts. */
  readonly stages: readonly { readonly status: JobStatus; readonly at: number }[];
}

/** Times in epoch ms; a persistent file never expires: null. */
export interface FileView {
  readonly id: string;
  readonly filename: string | null;
  readonly mime: string;
  readonly size: number;
  readonly createdAt: number;
  readonly expiresAt: number | null;
}

/** One account, to inspect and to change. Holds no state itself: it stays valid after a reset. */
export class MockAccount {
  readonly clock: ClockHandle;
  readonly rules: RulesHandle;
  readonly journal: JournalHandle;
  readonly credits: CreditsHandle;
  readonly quota: QuotaHandle;
  readonly #core: HandleCore;

  constructor(
    core: HandleCore,
    /** The API key. A client with this key uses this account. */
    readonly key: string,
  ) {
    this.#core = core;
    const account = (): Account => this.#account;
    this.clock = new ClockHandle(account);
    this.rules = new RulesHandle(account);
    this.journal = new JournalHandle(account);
    this.credits = new CreditsHandle(account);
    this.quota = new QuotaHandle(account);
  }

  /** Name of the organisation, whose keys share credits and quota. */
  get organisation(): string {
    return this.#account.organisation.id;
  }

  /** The date that decides which models are served, epoch ms. It moves with the clock. */
  get catalogueDate(): number {
    return this.#account.catalogueDate();
  }

  /** Oldest first. */
  async jobs(): Promise<readonly JobView[]> {
    const { jobs } = this.#account;
    return (await jobs.list()).map((job) => {
      const { model, requestedModel, prompt, seed } = job.input;
      const stages = job.plan.map(({ status, at }) => ({ status, at: job.submittedAt + at }));
      const { id, submittedAt } = job;
      return { id, status: jobs.status(job), model, requestedModel, prompt, seed, submittedAt, stages };
    });
  }

  /** Files that have not expired, oldest first. */
  async files(): Promise<readonly FileView[]> {
    return (await this.#account.files.list()).map(fileView);
  }

  /** All client tokens that were minted, also expired ones, oldest first. */
  tokens(): Promise<readonly ClientToken[]> {
    return this.#account.tokens.list();
  }

  /** Realtime sessions: the last ended ones, then the running ones. */
  sessions(): readonly SessionRecord[] {
    return this.#account.sessions.list().map((session) => ({ ...session }));
  }

  /** Drops the account. The key's next use starts from scratch, with the same seed. */
  async reset(): Promise<void> {
    await this.#core.world.reset(this.key);
  }

  /**
   * The whole account as JSON. It includes client tokens, so treat it as a secret.
   * @throws ControlError too_large
   */
  async save(): Promise<Snapshot> {
    const { saveSnapshot } = await import('../world/snapshot/save.js');
    try {
      return await saveSnapshot(this.#account, this.#core.world.limits.snapshotBytes);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new ControlError('too_large', `This account is too large for a snapshot: ${error.message}.`);
    }
  }

  /**
   * Replaces this account by a saved one, which continues as if it had never stopped, with the same next ids. Under
   * another key, client tokens are issued anew: `tokens()` lists them.
   * @throws ControlError bad_snapshot
   */
  async load(snapshot: unknown): Promise<void> {
    const [{ parseSnapshot }, { loadSnapshot }] = await Promise.all([
      import('./parse-snapshot.js'),
      import('../world/snapshot/load.js'),
    ]);
    const saved = parseSnapshot(snapshot);
    withKey(() => this.#account);
    await loadSnapshot(this.#core.world, this.key, saved, this.#core.blobs).catch((error: unknown) => {
      if (!(error instanceof ApiError)) throw error;
      throw new ControlError('too_large', `The snapshot is too large: ${error.message}.`, { cause: error });
    });
  }

  get #account(): Account {
    return withKey(() => this.#core.world.account(this.key));
  }
}

const fileView = ({ id, upload, createdAt, expiresAt }: StoredFile): FileView => ({
  id,
  filename: upload.filename,
  mime: upload.mime,
  size: upload.blob.size,
  createdAt,
  expiresAt,
});
