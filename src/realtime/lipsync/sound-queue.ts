import { soundOf } from './wav-header.js';

/** Bytes of a sample: 16 bit, mono. */
export const SAMPLE_BYTES = 2;

/** Sound that waits for its pictures, as 16-bit PCM, first in first out. */
export class SoundQueue {
  #waiting: Buffer[] = [];
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
    this.#half = sound.subarray(whole);
    if (whole > 0) this.#waiting.push(sound.subarray(0, whole));
    this.#bytes += whole;
    return true;
  }

  /** Takes exactly this many bytes, padded with zeros. */
  take(bytes: number): Buffer {
    const taken = Buffer.alloc(bytes);
    let filled = 0;
    while (filled < bytes) {
      const [first] = this.#waiting;
      if (!first) break;
      const copied = first.copy(taken, filled);
      filled += copied;
      if (copied < first.length) this.#waiting[0] = first.subarray(copied);
      else this.#waiting.shift();
    }
    this.#bytes -= filled;
    return taken;
  }

  clear(): void {
    this.#waiting = [];
    this.#bytes = 0;
    this.#half = Buffer.alloc(0);
  }
}
