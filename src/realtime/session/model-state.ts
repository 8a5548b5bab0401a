import { lengthOf, promptLimitAt } from '../../world/catalogue/index.js';
import { ApiError } from '../../contract/errors.js';
import type { TextBudget, TextShare } from '../../world/text/text-budget.js';
import { textBytes } from '../../world/text/value-bytes.js';
import { InvalidImageError, readReferenceImage } from './reference-image.js';
import type { RoomFaults, SessionMedia } from './session-media.js';
import type { SessionTerms, StateMessage } from './types.js';

const NO_FAULTS: RoomFaults = {};

/** Why a state was not applied: a text for its ack, or the error that HTTP answers instead of one; null: it was. */
export type StateFailure = string | ApiError | null;

/** The state of a session's model: prompt, reference image, whether output is held, and the media faults. */
export class ModelState {
  #media: SessionMedia | undefined;
  #prompt = '';
  #image: Uint8Array | null = null;
  #hasState = false;
  #held = false;
  #startingUp = false;
  #faults = NO_FAULTS;
  #closed = false;
  /** What prompt and image take of the text budget. */
  readonly #text: TextShare;

  constructor(budget: TextBudget) {
    this.#text = budget.share();
  }

  get prompt(): string {
    return this.#prompt;
  }

  /** Whether a state was applied. */
  get hasState(): boolean {
    return this.#hasState;
  }

  /** No output leaves: a first state is awaited, or the generation has ended. */
  get held(): boolean {
    return this.#held;
  }

  get faults(): RoomFaults {
    return this.#faults;
  }

  /** Sets the media to control and passes the state on to it; undefined releases it. */
  attach(media: SessionMedia | undefined): void {
    this.#media = media;
    media?.setFaults(this.#faults);
    this.#pushState();
    this.#applyHold();
  }

  /** Drops output until the first state is applied (facts: sdk-javascript.md 4.4). */
  awaitState(): void {
    if (!this.#hasState) this.hold(true);
  }

  hold(held: boolean): void {
    this.#held = held;
    this.#applyHold();
  }

  /** While the model starts up, no output leaves either. */
  startUp(on: boolean): void {
    this.#startingUp = on;
    this.#applyHold();
  }

  #applyHold(): void {
    this.#media?.setHeld(this.#held || this.#startingUp);
  }

  addFaults(faults: RoomFaults): void {
    this.#faults = { ...this.#faults, ...faults };
    this.#media?.setFaults(this.#faults);
  }

  /** Applies a state message. @returns why it was not applied, or null; text_full as an error */
  async apply(message: StateMessage, { account, model }: SessionTerms): Promise<StateFailure> {
    const limit = promptLimitAt(model.served, account.catalogueDate());
    // The real server names the limit; the text is inferred (facts: api.md 3.5).
    if (limit && lengthOf(message.prompt ?? '', limit.unit) > limit.most)
      return `Prompt is too long: at most ${limit.most} ${limit.unit} fit`;
    // A message contains the whole state, so a missing field is cleared (documented for `set`).
    const prompt = message.prompt ?? '';
    try {
      const change = message.type === 'prompt' ? undefined : await readReferenceImage(message, account.files);
      const image = change === undefined ? this.#image : change;
      if (this.#closed) return null;
      this.#text.hold(textBytes(prompt) + (image?.length ?? 0));
      this.#image = image;
    } catch (error) {
      if (error instanceof ApiError) return error;
      if (error instanceof InvalidImageError) return error.message;
      throw error;
    }
    this.#prompt = prompt;
    this.#hasState = true;
    this.#pushState();
    return null;
  }

  /** Releases the media and the state: the session is over. */
  close(): void {
    this.attach(undefined);
    this.#closed = true;
    this.#text.close();
    this.#image = null;
  }

  #pushState(): void {
    this.#media?.setPassthrough(this.#prompt === '' && this.#image === null);
    this.#media?.setPrompt(this.#prompt);
    this.#media?.setImage(this.#image);
  }
}
