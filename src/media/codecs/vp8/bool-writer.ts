/** The boolean entropy encoder of VP8 (RFC 6386 section 7). */
export class BoolWriter {
  #bytes = Buffer.alloc(4096);
  #length = 0;
  #low = 0;
  #range = 255;
  /** Shifts until the next byte is complete. */
  #left = 24;

  /** @param probability that the value is false, of 256 */
  bool(value: boolean, probability: number): void {
    const split = 1 + (((this.#range - 1) * probability) >> 8);
    if (value) {
      this.#low = (this.#low + split) >>> 0;
      this.#range -= split;
    } else this.#range = split;
    while (this.#range < 128) {
      this.#range <<= 1;
      this.#shift();
    }
  }

  /** An unsigned number of that many bits, the highest first. */
  bits(value: number, count: number): void {
    for (let bit = count - 1; bit >= 0; bit--) this.bool(((value >> bit) & 1) === 1, 128);
  }

  finish(): Buffer {
    for (let shifts = 0; shifts < 32; shifts++) this.#shift();
    return this.#bytes.subarray(0, this.#length);
  }

  #shift(): void {
    if (this.#low >= 0x8000_0000) this.#carry();
    this.#low = (this.#low << 1) >>> 0;
    this.#left--;
    if (this.#left > 0) return;
    if (this.#length === this.#bytes.length)
      this.#bytes = Buffer.concat([this.#bytes], 2 * this.#bytes.length);
    this.#bytes[this.#length++] = this.#low >>> 24;
    this.#low &= 0xff_ffff;
    this.#left = 8;
  }

  #carry(): void {
    let at = this.#length - 1;
    for (; this.#bytes[at] === 255; at--) this.#bytes[at] = 0;
    this.#bytes[at] = (this.#bytes[at] ?? 0) + 1;
  }
}
