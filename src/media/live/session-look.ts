import { decodeReference } from '../codecs/decode-reference.js';
import type { LookFamily } from '../drawing/look-family.js';
import { LookPainter } from '../drawing/look-painter.js';
import { digestReference, lookOf, type ReferenceImage } from '../drawing/transform-look.js';

/**
 * What a session's state makes of a picture. A reference image is labelled at once and drawn as soon as it is decoded,
 * which takes some milliseconds.
 */
export class SessionLook {
  #prompt = '';
  #image: Uint8Array | null = null;
  #reference: ReferenceImage | undefined;
  #painter: LookPainter;

  constructor(readonly family?: LookFamily) {
    this.#painter = new LookPainter(lookOf({ prompt: '', family }));
  }

  get prompt(): string {
    return this.#prompt;
  }

  /** The reference image's bytes. */
  get image(): Uint8Array | null {
    return this.#image;
  }

  get reference(): ReferenceImage | undefined {
    return this.#reference;
  }

  /** Draws the current state; to be read for each picture. */
  get painter(): LookPainter {
    return this.#painter;
  }

  setPrompt(prompt: string): void {
    this.#prompt = prompt;
    this.#update();
  }

  /** Sessions pass the image on with every prompt: the same bytes are not decoded again. */
  setImage(bytes: Uint8Array | null): void {
    if (bytes === this.#image) return;
    this.#image = bytes;
    this.#reference = bytes ? digestReference(bytes) : undefined;
    this.#update();
    if (bytes) void this.#decode(bytes);
  }

  async #decode(bytes: Uint8Array): Promise<void> {
    // The label on the picture reports a failure, and the session goes on.
    const image = await decodeReference(bytes).catch(() => 'undecodable' as const);
    if (bytes !== this.#image || !this.#reference) return;
    this.#reference = { ...this.#reference, image };
    this.#update();
  }

  #update(): void {
    const { family } = this;
    const look = lookOf({ prompt: this.#prompt, family, reference: this.#reference });
    this.#painter = this.#painter.withLook(look);
  }
}
