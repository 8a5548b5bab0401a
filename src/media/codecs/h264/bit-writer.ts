/** Writes the bits of an H.264 payload, most significant first (ITU-T H.264, 7.2 and 9.1). */
export class BitWriter {
  #bytes = new Uint8Array(1024);
  #length = 0;
  #pending = 0;
  #count = 0;

  /** The lowest `count` bits of `value`; `count` is at most 24 (`u(n)`). */
  bits(value: number, count: number): this {
    this.#pending = ((this.#pending << count) | (value & ((1 << count) - 1))) >>> 0;
    this.#count += count;
    while (this.#count >= 8) {
      this.#count -= 8;
      this.#reserve(1);
      this.#bytes[this.#length++] = (this.#pending >>> this.#count) & 255;
    }
    this.#pending &= (1 << this.#count) - 1;
    return this;
  }

  /** Unsigned Exp-Golomb (`ue(v)`). */
  ue(value: number): this {
    const length = 32 - Math.clz32(value + 1);
    if (length <= 12) return this.bits(value + 1, 2 * length - 1);
    return this.bits(0, length - 1).bits(value + 1, length);
  }

  /** Signed Exp-Golomb (`se(v)`). */
  se(value: number): this {
    return this.ue(value > 0 ? 2 * value - 1 : -2 * value);
  }

  /** Zero bits up to the next byte boundary. */
  align(): this {
    return this.#count === 0 ? this : this.bits(0, 8 - this.#count);
  }

  /** Whole bytes; the writer must be at a byte boundary. */
  bytes(values: Uint8Array): this {
    this.#reserve(values.length);
    this.#bytes.set(values, this.#length);
    this.#length += values.length;
    return this;
  }

  /** Ends the payload with a one bit and zeros up to the byte boundary. */
  finish(): Uint8Array {
    this.bits(1, 1).align();
    return this.#bytes.subarray(0, this.#length);
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const larger = new Uint8Array(2 * (this.#length + more));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}
