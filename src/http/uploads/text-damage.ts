import { isUtf8 } from 'node:buffer';

/** U+FFFD in UTF-8: what a text decoder writes for bytes that are not text. */
const REPLACEMENT = Buffer.from('\ufffd');

/** Fewer may be in a plain text, from an earlier accident with its encoding. */
const LEAST_COUNT = 10;
/** Media that went through a text decoder has one in 2 to 20 bytes; one in 100 allows for empty stretches. */
const BYTES_FOR_EACH = 100;

const NONE = Buffer.alloc(0);

/**
 * Detects media that a text decoder damaged, piece by piece: the whole file is valid UTF-8, and has many U+FFFD. Media
 * as such are no UTF-8, so they are looked at no longer than their first piece.
 */
export class TextDamage {
  #isText = true;
  #size = 0;
  #count = 0;
  /** The start of a character whose end is in the next piece. */
  #tail: Buffer = NONE;

  push(piece: Buffer): void {
    if (!this.#isText) return;
    this.#size += piece.length;
    const bytes = this.#tail.length === 0 ? piece : Buffer.concat([this.#tail, piece]);
    const whole = bytes.subarray(0, bytes.length - incompleteBytes(bytes));
    this.#tail = bytes.subarray(whole.length);
    this.#isText = isUtf8(whole);
    if (this.#isText) this.#count += occurrences(whole);
  }

  /** How many U+FFFD a damaged file has; undefined for a file that is probably intact. */
  get count(): number | undefined {
    const isText = this.#isText && this.#tail.length === 0;
    const hasMany = this.#count >= LEAST_COUNT && this.#count * BYTES_FOR_EACH >= this.#size;
    return isText && hasMany ? this.#count : undefined;
  }
}

/** Bytes at the end that begin a character and do not complete it: 0 to 3. */
function incompleteBytes(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < lengthOf(byte) ? back : 0;
  }
  return 0;
}

const lengthOf = (lead: number): number => (lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2);

function occurrences(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(REPLACEMENT); at >= 0; at = bytes.indexOf(REPLACEMENT, at + 3)) count++;
  return count;
}
