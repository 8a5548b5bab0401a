import { ApiError } from '../../contract/errors.js';

/**
 * The bytes that texts and metadata from clients may take in this process, whatever account they belong to: what is
 * stored, and bodies and messages while they are read. Uploads have bounds of their own.
 */
export class TextBudget {
  #held = 0;

  constructor(
    readonly max: number,
    /** Called when bytes do not fit, to free what can be spared. */
    readonly makeRoom: (bytes: number) => void = () => undefined,
  ) {}

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

  /** A share that starts empty. */
  share(): TextShare {
    return new TextShare(this);
  }
}

/** The bytes that one owner took. Once it is closed, nothing is charged to it. */
export class TextShare {
  #bytes = 0;
  #closed = false;

  constructor(readonly budget: TextBudget) {}

  get bytes(): number {
    return this.#bytes;
  }

  /** @throws ApiError text_full, and nothing is taken */
  take(bytes: number): void {
    if (this.#closed) return;
    this.budget.take(bytes);
    this.#bytes += bytes;
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
