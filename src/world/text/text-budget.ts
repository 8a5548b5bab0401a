import { ApiError } from '../../contract/errors.js';

/**
 * The bytes that texts and metadata from clients may take in this process, whatever account they belong to: what is
 * stored, and bodies and messages while they are read. Uploads have bounds of their own.
 */
export class TextBudget {
  #held = 0;
  readonly #sparing: (() => void)[] = [];

  constructor(readonly max: number) {}

  /** `spare` is called when bytes do not fit after those before it, to free what can be spared. */
  onFull(spare: () => void): void {
    this.#sparing.push(spare);
  }

  /** Frees what can be spared until the bytes fit. */
  makeRoom(bytes: number): void {
    for (const spare of this.#sparing) {
      if (this.fits(bytes)) return;
      spare();
    }
  }

  /** Bytes that are taken. */
  get held(): number {
    return this.#held;
  }

  fits(bytes: number): boolean {
    return this.#held + bytes <= this.max;
  }

  /** @throws ApiError text_full, and nothing is taken */
  take(bytes: number): void {
    if (!this.fits(bytes)) this.makeRoom(bytes);
    if (!this.fits(bytes)) throw new ApiError('text_full');
    this.#held += bytes;
  }

  give(bytes: number): void {
    this.#held -= bytes;
  }

  /** A share that starts empty and holds at most `max` bytes. */
  share(max = Infinity): TextShare {
    return new TextShare(this, max);
  }
}

/** The bytes that one owner took. Once it is closed, nothing is charged to it. */
export class TextShare {
  #bytes = 0;
  #closed = false;

  constructor(
    readonly budget: TextBudget,
    readonly max = Infinity,
  ) {}

  get bytes(): number {
    return this.#bytes;
  }

  /** Frees what can be spared, if that is needed. */
  fits(bytes: number): boolean {
    if (this.#bytes + bytes > this.max) return false;
    if (!this.budget.fits(bytes)) this.budget.makeRoom(bytes);
    return this.budget.fits(bytes);
  }

  /** @throws ApiError text_full, and nothing is taken */
  take(bytes: number): void {
    if (this.#closed) return;
    if (this.#bytes + bytes > this.max) throw new ApiError('text_full');
    this.budget.take(bytes);
    this.#bytes += bytes;
  }

  /** Takes or gives back what makes it `bytes` in all. @throws ApiError text_full, and nothing changes */
  hold(bytes: number): void {
    if (bytes > this.#bytes) this.take(bytes - this.#bytes);
    else this.give(this.#bytes - bytes);
  }

  /** Gives bytes back. */
  give(bytes: number): void {
    if (this.#closed) return;
    this.#bytes -= bytes;
    this.budget.give(bytes);
  }

  /** Gives everything back: the owner is gone. */
  close(): void {
    this.give(this.#bytes);
    this.#closed = true;
  }
}
