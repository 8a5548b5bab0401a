import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Readable } from 'node:stream';
import { ApiError } from '../../contract/errors.js';
import type { StoredBlob } from '../../world/files/blob.js';
import { firstBytes, memoryBlob } from '../../world/files/memory-blob.js';
import type { Limits } from '../../world/accounts/limits.js';

type StorageLimits = Pick<Limits, 'spillBytes' | 'memoryBytes' | 'diskBytes'>;

/**
 * Takes uploads as they stream in: small ones stay in memory, large ones go to a temporary file. Nothing is held
 * twice, and nothing is hashed unless asked. Bounded in memory and on disk.
 */
export class UploadStore {
  #inMemory = 0;
  #onDisk = 0;
  #count = 0;
  #folder: string | undefined;

  constructor(
    readonly limits: StorageLimits,
    /** Asked to let go of blobs that nobody needs any more, when the disk is full. */
    readonly makeRoom: () => Promise<void> = () => Promise.resolve(),
  ) {}

  get usage(): { memoryBytes: number; diskBytes: number } {
    return { memoryBytes: this.#inMemory, diskBytes: this.#onDisk };
  }

  /**
   * Reads the stream to its end. A stream that fails rejects with its error and leaves nothing behind.
   * @throws ApiError storage_full
   */
  async take(stream: Readable): Promise<StoredBlob> {
    const pieces: Buffer[] = [];
    let size = 0;
    const forget = (): void => {
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
          forget();
          return await this.#spill(pieces, chunks);
        }
      }
    } catch (error) {
      forget();
      throw error;
    }
    return memoryBlob(pieces, forget);
  }

  /** Removes the temporary files of this store. */
  close(): void {
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
    this.#folder = undefined;
  }

  async #spill(pieces: Buffer[], rest: AsyncIterator<Buffer>): Promise<StoredBlob> {
    this.#folder ??= mkdtempSync(join(tmpdir(), 'decart-mock-'));
    const path = join(this.#folder, `upload-${++this.#count}`);
    const head = firstBytes(pieces);
    let size = 0;
    const forget = (): void => void (this.#onDisk -= size);
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
      await pipeline(all(), createWriteStream(path));
    } catch (error) {
      forget();
      await unlink(path).catch(ignoreMissing);
      throw isDiskFull(error) ? new ApiError('storage_full') : error;
    }
    return fileBlob(path, size, head, forget);
  }
}

const isDiskFull = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');

const ignoreMissing = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'ENOENT') throw error;
};

function fileBlob(path: string, size: number, head: Uint8Array, onDispose: () => void): StoredBlob {
  let disposed = false;
  const read = (start = 0, end = size): AsyncIterable<Uint8Array> => {
    if (disposed) throw new Error('This upload has been let go.');
    return end <= start ? emptiness() : createReadStream(path, { start, end: end - 1 });
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
      void unlink(path).catch(ignoreMissing);
    },
  };
}

async function* emptiness(): AsyncIterable<Uint8Array> {
  // Nothing to yield: an empty range.
}
