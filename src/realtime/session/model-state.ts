import { promptLimitAt } from '../../world/catalogue/index.js';
import { pictureOf, PictureRefused } from './picture.js';
import type { SessionTerms, StateMessage } from './session.js';
import type { RoomFaults, SessionMedia } from './session-media.js';

/** What a session's model is to show: prompt and picture, whether anything at all, and what goes wrong with it. */
export class ModelState {
  #media: SessionMedia | undefined;
  #prompt = '';
  #image: Uint8Array | null = null;
  #stated = false;
  #held = false;
  #faults: RoomFaults = {};

  get prompt(): string {
    return this.#prompt;
  }

  /** Nothing leaves: a first state is awaited, or the generation is over. */
  get held(): boolean {
    return this.#held;
  }

  get faults(): RoomFaults {
    return this.#faults;
  }

  /** The media that is commanded from now on; what was set before is passed on. Undefined lets go of it. */
  attach(media: SessionMedia | undefined): void {
    this.#media = media;
    media?.setFaults(this.#faults);
    this.#show();
    media?.setHeld(this.#held);
  }

  /** Output is dropped until the first state is applied, if there was none yet (facts: sdk-javascript.md 4.4). */
  awaitState(): void {
    if (!this.#stated) this.hold(true);
  }

  hold(held: boolean): void {
    this.#held = held;
    this.#media?.setHeld(held);
  }

  spoil(faults: RoomFaults): void {
    this.#faults = { ...this.#faults, ...faults };
    this.#media?.setFaults(this.#faults);
  }

  /** Applies a state message. @returns why not, or null */
  async apply(message: StateMessage, { account, model }: SessionTerms): Promise<string | null> {
    const limit = promptLimitAt(model.served, account.catalogueDate());
    // The real server says how many characters fit; the words are inferred (facts: api.md 3.5).
    if (limit !== undefined && [...(message.prompt ?? '')].length > limit)
      return `Prompt is too long: at most ${limit} characters fit`;
    try {
      const change = message.type === 'prompt' ? undefined : await pictureOf(message, account.files);
      if (change !== undefined) this.#image = change;
    } catch (error) {
      if (error instanceof PictureRefused) return error.message;
      throw error;
    }
    // A message holds the whole state: what it leaves out is cleared (documented for `set`).
    this.#prompt = message.prompt ?? '';
    this.#stated = true;
    this.#show();
    return null;
  }

  #show(): void {
    this.#media?.setPassthrough(this.#prompt === '' && this.#image === null);
    this.#media?.setPrompt(this.#prompt);
    this.#media?.setImage(this.#image);
  }
}
