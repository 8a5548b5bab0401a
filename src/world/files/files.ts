import { ApiError } from '../../contract/errors.js';
import type { Clock } from '../time/clock.js';
import type { Random } from '../random/random.js';
import type { Collection, Store } from '../store.js';
import { textBytes } from '../text/value-bytes.js';
import type { Upload } from './blob.js';

/** Default life of a file: 24 h (facts: api.md 1.5). */
export const DEFAULT_FILE_TTL_S = 86_400;

/** A stored file. Times in epoch ms; `expiresAt` null means that it is persistent. */
export interface StoredFile {
  readonly id: string;
  readonly upload: Upload;
  readonly createdAt: number;
  readonly expiresAt: number | null;
}

/** An account's uploaded files. */
export class Files {
  readonly #files: Collection<StoredFile>;
  #kept = 0;

  constructor(
    readonly clock: Clock,
    readonly random: Random,
    store: Store,
    maxEntries: number,
  ) {
    this.#files = store.collection<StoredFile>('files', {
      maxEntries,
      now: () => clock.now(),
      onLeave: (file) => {
        this.#kept--;
        file.upload.blob.dispose();
      },
    });
  }

  /** `ttlSeconds` null keeps the file until it is deleted. @throws ApiError text_full */
  async create(upload: Upload, ttlSeconds: number | null = DEFAULT_FILE_TTL_S): Promise<StoredFile> {
    const createdAt = this.clock.now();
    const expiresAt = ttlSeconds === null ? null : createdAt + ttlSeconds * 1_000;
    const file = { id: `file_${this.random.id(24)}`, upload, createdAt, expiresAt };
    await this.restore(file);
    return file;
  }

  /** @throws ApiError file_not_found, also when it has expired or belongs to another account. */
  async get(id: string): Promise<StoredFile> {
    const file = await this.#files.get(id);
    if (!file) throw new ApiError('file_not_found');
    return file;
  }

  async delete(id: string): Promise<void> {
    if (!(await this.#files.delete(id))) throw new ApiError('file_not_found');
  }

  async list(): Promise<StoredFile[]> {
    return (await this.#files.entries()).map(([, file]) => file);
  }

  /** Whether a file is kept; one that expired counts until it is swept. */
  get anyKept(): boolean {
    return this.#kept > 0;
  }

  /** Stores a file as it is; also for a snapshot. @throws ApiError text_full */
  async restore(file: StoredFile): Promise<void> {
    const bytes = textBytes(file.upload.filename ?? '') + textBytes(file.upload.mime);
    this.#kept++;
    try {
      await this.#files.set(file.id, file, {
        bytes,
        ...(file.expiresAt !== null && { expiresAt: file.expiresAt }),
      });
    } catch (error) {
      this.#kept--;
      throw error;
    }
  }

  /** Removes all files, later ones too: the account is gone. */
  close(): Promise<void> {
    return this.#files.close();
  }
}
