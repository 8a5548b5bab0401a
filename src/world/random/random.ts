import { randomBytes } from 'node:crypto';

const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz';

/** Four 32-bit words from a string (FNV-1a with a different basis for each word, then mixed). */
function words(text: string): [number, number, number, number] {
  const word = (basis: number): number => {
    let hash = basis >>> 0;
    for (let index = 0; index < text.length; index++)
      hash = Math.imul(hash ^ text.charCodeAt(index), 16777619);
    hash = Math.imul(hash ^ (hash >>> 16), 2246822507);
    return (hash ^ (hash >>> 13)) >>> 0;
  };
  return [word(2166136261), word(0x9e3779b9), word(0x85ebca6b), word(0xc2b2ae35)];
}

/**
 * Seeded random generator (sfc32): the only source of ids, jitter and fault draws.
 *
 * `fork(label)` makes a stream that depends only on the seed and the label, so that one more draw for job ids does not
 * shift the draws for jitter.
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  constructor(readonly seed: string) {
    [this.#a, this.#b, this.#c, this.#d] = words(seed);
    for (let round = 0; round < 12; round++) this.next();
  }

  fork(label: string): Random {
    return new Random(`${this.seed}/${label}`);
  }

  /** A number in [0, 1). */
  next(): number {
    const sum = (this.#a + this.#b + this.#d) | 0;
    this.#d = (this.#d + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    return (sum >>> 0) / 4294967296;
  }

  /** An integer in [0, bound). */
  int(bound: number): number {
    return Math.floor(this.next() * bound);
  }

  /** A number in [low, high). */
  between(low: number, high: number): number {
    return low + this.next() * (high - low);
  }

  /** Lower-case letters and digits, as in the ids of files and jobs. */
  id(length: number): string {
    let text = '';
    for (let index = 0; index < length; index++) text += ALPHABET[this.int(ALPHABET.length)];
    return text;
  }

  uuid(): string {
    const hex = [...this.bytes(16)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    const variant = '89ab'[parseInt(hex[16] ?? '0', 16) & 3];
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.int(256));
  }

  /** The generator's state, for a snapshot. */
  save(): number[] {
    return [this.#a, this.#b, this.#c, this.#d];
  }

  load(state: readonly number[]): void {
    [this.#a = 0, this.#b = 0, this.#c = 0, this.#d = 0] = state;
  }
}

/** A seed for a run without one. It is printed, so that the run can be repeated. */
export function freshSeed(): string {
  return randomBytes(4).toString('hex');
}

/** A secret that cannot be guessed. Never drawn from the seed, which is printed. */
export function freshSecret(): string {
  return randomBytes(18).toString('base64url');
}
