import { soundOf } from './wav-header.js';

/** Bytes of a sample: 16 bit, mono. */
export const SAMPLE_BYTES = 2;
/** Smaller sounds share blocks of this length: a client may send single samples. */
const BLOCK_BYTES = 16 * 1024;

/** Sound that waits for its pictures, as 16-bit PCM, first in first out. */
export class SoundQueue {
  #blocks: Buffer[] = [];
  /** Bytes of the first block that were taken. */
  #taken = 0;
  /** Bytes of the last block that are filled. */
  #filled = 0;
  #bytes = 0;
  /** Half a sample at the end of a message; the other half begins the next one. */
  #half: Buffer = Buffer.alloc(0);

  constructor(readonly maxBytes: number) {}

  /** Bytes that wait, without half a sample. */
  get bytes(): number {
    return this.#bytes;
  }

  /** @returns false, and keeps nothing of the message, when it does not fit */
  add(message: Buffer): boolean {
    const sound = Buffer.concat([this.#half, soundOf(message)]);
    if (this.#bytes + sound.length > this.maxBytes) return false;
    const whole = sound.length - (sound.length % SAMPLE_BYTES);
    this.#half = Buffer.from(sound.subarray(whole));
    this.#append(sound.subarray(0, whole));
    return true;
  }

  /** Takes exactly this many bytes, padded with zeros. */
  take(bytes: number): Buffer {
    const taken = Buffer.alloc(bytes);
    let length = 0;
    while (length < bytes) {
      const [first] = this.#blocks;
      if (!first) break;
      const end = this.#blocks.length > 1 ? first.length : this.#filled;
      const copied = first.copy(taken, length, this.#taken, end);
      length += copied;
      this.#taken += copied;
      if (this.#taken < end) break;
      this.#blocks.shift();
      this.#taken = 0;
    }
    this.#bytes -= length;
    return taken;
  }

  clear(): void {
    this.#blocks = [];
    this.#taken = 0;
    this.#bytes = 0;
    this.#half = Buffer.alloc(0);
  }

  #append(sound: Buffer): void {
    this.#bytes += sound.length;
    let rest = sound;
    const last = this.#blocks.at(-1);
    if (last && this.#filled < last.length) {
      const copied = rest.copy(last, this.#filled);
      this.#filled += copied;
      rest = rest.subarray(copied);
    }
    if (rest.length === 0) return;
    const block = Buffer.alloc(Math.max(rest.length, BLOCK_BYTES));
    this.#filled = rest.copy(block);
    this.#blocks.push(block);
  }
}
