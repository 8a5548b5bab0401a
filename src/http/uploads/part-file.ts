import { Readable } from 'node:stream';
import type { StoredBlob } from '../../world/files/blob.js';
import { SmallPieces } from './small-pieces.js';
import { TextDamage } from './text-damage.js';
import type { UploadStore } from './upload-store.js';

/** A file part while it streams into the store. */
export class PartFile {
  readonly damage = new TextDamage();
  /** @throws ApiError storage_full, and what `abort` gave */
  readonly stored: Promise<StoredBlob>;
  readonly #stream: Readable;
  readonly #small = new SmallPieces();
  #isFull = false;
  /** The store takes no more of it; its size still counts. */
  #isLost = false;
  #onRead: (() => void) | undefined;
  #size = 0;

  constructor(blobs: UploadStore) {
    this.#stream = new Readable({
      read: () => {
        this.#isFull = false;
        this.#onRead?.();
      },
    });
    this.stored = blobs.take(this.#stream);
    // The reader awaits it later.
    this.stored.catch(() => (this.#isLost = true));
  }

  /** Bytes so far. */
  get size(): number {
    return this.#size;
  }

  write(bytes: Buffer): void {
    this.#size += bytes.length;
    for (const block of this.#small.push(bytes)) this.#keep(block);
  }

  /** Resolves when the store has taken enough; undefined when it has already. @throws what `stored` throws */
  drained(): Promise<unknown> | undefined {
    if (!this.#isFull) return undefined;
    const read = new Promise<void>((resolve) => (this.#onRead = resolve));
    return Promise.race([read, this.stored]);
  }

  end(): void {
    for (const block of this.#small.rest()) this.#keep(block);
    this.#stream.push(null);
  }

  abort(reason: Error): void {
    this.#stream.destroy(reason);
  }

  #keep(block: Buffer): void {
    if (this.#isLost) return;
    this.damage.push(block);
    this.#isFull = !this.#stream.push(block);
  }
}
