import { createHash } from 'node:crypto';
import { createReadStream, promises } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Readable } from 'node:stream';
import { ApiError } from '../../contract/errors.js';
import type { StoredBlob } from '../../world/files/blob.js';
import { firstBytes, memoryBlob } from '../../world/files/memory-blob.js';
import { sweepTemporaryFiles, TemporaryFiles } from './temporary-files.js';
import type { Limits } from '../../world/accounts/limits.js';

type StorageLimits = Pick<Limits, 'spillBytes' | 'memoryBytes' | 'diskBytes'>;

/**
 * Stores uploads as they stream in: small ones in memory, large ones in a temporary file. Holds nothing twice and hashes
 * only on request. Bounded in memory and on disk.
 */
export class UploadStore {
  #inMemory = 0;
  #onDisk = 0;
  readonly #files = new TemporaryFiles();

  constructor(
    readonly limits: StorageLimits,
    /** Called when the disk is full, to free blobs that are no longer needed. */
    readonly makeRoom: () => Promise<void> = () => Promise.resolve(),
  ) {}

  get usage(): { memoryBytes: number; diskBytes: number } {
    return { memoryBytes: this.#inMemory, diskBytes: this.#onDisk };
  }

  /**
   * Reads the stream to its end. If the stream fails, rejects with its error and keeps nothing.
   * @throws ApiError storage_full
   */
  async take(stream: Readable): Promise<StoredBlob> {
    const pieces: Buffer[] = [];
    let size = 0;
    const release = (): void => {
      this.#inMemory -= size;
      size = 0;
    };
    const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    try {
      for (let step = await chunks.next(); !step.done; step = await chunks.next()) {
        pieces.push(step.value);
        size += step.value.length;
        this.#inMemory += step.value.length;
        if (size > this.limits.spillBytes || this.#inMemory > this.limits.memoryBytes) {
          release();
          return await this.#spill(pieces, chunks);
        }
      }
    } catch (error) {
      release();
      throw error;
    }
    return memoryBlob(pieces, release);
  }

  /** Removes the temporary files of this store. */
  close(): void {
    this.#files.close();
  }

  /** Removes the temporary files that processes left which were killed. */
  sweep(): Promise<void> {
    return sweepTemporaryFiles();
  }

  async #spill(pieces: Buffer[], rest: AsyncIterator<Buffer>): Promise<StoredBlob> {
    const { path, file } = await this.#files.create().catch(noRoom);
    const head = firstBytes(pieces);
    let size = 0;
    const release = (): void => void (this.#onDisk -= size);
    const isFull = (): boolean => this.#onDisk > this.limits.diskBytes;
    const count = async (piece: Buffer): Promise<Buffer> => {
      size += piece.length;
      this.#onDisk += piece.length;
      if (isFull()) await this.makeRoom();
      if (isFull()) throw new ApiError('storage_full');
      return piece;
    };
    async function* all(): AsyncGenerator<Buffer> {
      for (const piece of pieces.splice(0)) yield await count(piece);
      for (let step = await rest.next(); !step.done; step = await rest.next()) yield await count(step.value);
    }
    try {
      await pipeline(all(), file.createWriteStream());
    } catch (error) {
      release();
      await promises.unlink(path).catch(ignoreMissing);
      return noRoom(error);
    }
    return fileBlob(path, size, head, release);
  }
}

/** @throws ApiError storage_full where the system has no room or no descriptor left, else the error */
function noRoom(error: unknown): never {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT') throw new ApiError('storage_full');
  if (code === 'EMFILE' || code === 'ENFILE')
    throw new ApiError('storage_full', {}, [], undefined, NO_DESCRIPTOR);
  throw error;
}

const NO_DESCRIPTOR =
  'The mock cannot open a temporary file for the upload: the limit of open files is reached. Raise it (ulimit -n), close connections, or raise "limits.spillBytes", so that uploads stay in memory.';

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

const ignoreMissing = (error: unknown): void => {
  if (!isMissing(error)) throw error;
};

function fileBlob(path: string, size: number, head: Uint8Array, onDispose: () => void): StoredBlob {
  let disposed = false;
  const read = (start = 0, end = size): AsyncIterable<Uint8Array> => {
    if (disposed) throw new Error('This upload was disposed.');
    return end <= start ? noBytes() : fileBytes(path, start, end);
  };
  return {
    size,
    head,
    read,
    sha256: async () => {
      const hash = createHash('sha256');
      for await (const piece of read()) hash.update(piece);
      return hash.digest('hex');
    },
    dispose: () => {
      if (disposed) return;
      disposed = true;
      onDispose();
      void promises.unlink(path).catch(ignoreMissing);
    },
  };
}

/** @throws ApiError file_not_found when something removed the file */
async function* fileBytes(path: string, start: number, end: number): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path, { start, end: end - 1 }) as AsyncIterable<Uint8Array>;
  } catch (error) {
    if (!isMissing(error)) throw error;
    throw new ApiError('file_not_found', {}, [], undefined, REMOVED);
  }
}

const REMOVED =
  'The temporary file of the upload was removed while the mock ran. Upload it again. Exclude the folder of temporary files (TMPDIR) from cleaners, or raise "limits.spillBytes", so that uploads stay in memory.';

async function* noBytes(): AsyncIterable<Uint8Array> {
  // An empty range.
}
