const BLOCK_BYTES = 16 * 1024;

/**
 * Joins small pieces into blocks. A piece that is kept costs about 100 bytes beside its content, and keeps the socket
 * buffer it is part of in memory, so a body in chunks of one byte would take hundreds of times its size.
 */
export class SmallPieces {
  #block: Buffer | undefined;
  #used = 0;

  /** Takes a piece. @returns what is ready to be kept, in order: blocks, and pieces of at least a block as they are */
  push(piece: Buffer): readonly Buffer[] {
    if (piece.length >= BLOCK_BYTES) return [...this.rest(), piece];
    const ready = this.#used + piece.length > BLOCK_BYTES ? this.rest() : [];
    this.#block ??= Buffer.allocUnsafeSlow(BLOCK_BYTES);
    this.#used += piece.copy(this.#block, this.#used);
    return ready;
  }

  /** What was not ready yet: one block, or none. */
  rest(): readonly Buffer[] {
    if (!this.#block || this.#used === 0) return [];
    // A copy of the right size: a part may have one byte.
    const block = Buffer.from(this.#block.subarray(0, this.#used));
    this.#used = 0;
    return [block];
  }
}
