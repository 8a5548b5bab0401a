import type { ImageMessage, PromptMessage, StateImage, StateMessage } from '../signalling/messages.js';

/** A state of the model: what the app set, as far as it was acknowledged. */
export interface ModelState {
  /** Absent: never set. */
  readonly image?: StateImage;
  readonly prompt?: { readonly text: string; readonly enhance: boolean } | null;
}

/**
 * The state that a redial replays: the one that was acknowledged last, else that of the connect. After a `prompt` the picture
 * in force stays; a `set_image` replaces both, and without a prompt it has none.
 */
export class AppliedState {
  #state: ModelState;

  constructor(initial: ModelState) {
    this.#state = initial;
  }

  acked(message: StateMessage): void {
    if (message.type === 'prompt') {
      this.#state = { ...this.#state, prompt: { text: message.prompt, enhance: message.enhance_prompt } };
      return;
    }
    const { image_data: data, image_ref: ref, prompt, enhance_prompt: enhance = true } = message;
    this.#state = {
      image: ref !== undefined ? { ref } : data == null ? null : { data },
      prompt: typeof prompt === 'string' ? { text: prompt, enhance } : null,
    };
  }

  /** Of the join: nothing is set. */
  get passthrough(): boolean {
    return !this.#state.image && !this.#state.prompt;
  }

  /** What is sent right after the join, or undefined when nothing is set. */
  get message(): StateMessage | undefined {
    const { image, prompt } = this.#state;
    if (image) return imageMessage(image, prompt);
    return prompt ? promptMessage(prompt.text, prompt.enhance) : undefined;
  }
}

export const promptMessage = (prompt: string, enhance: boolean): PromptMessage => ({
  type: 'prompt',
  prompt,
  enhance_prompt: enhance,
});

/** A picture with its prompt. Without a prompt the message has neither of its fields. */
export const imageMessage = (image: StateImage, prompt?: ModelState['prompt']): ImageMessage => ({
  type: 'set_image',
  ...(image === null
    ? { image_data: null }
    : 'ref' in image
      ? { image_ref: image.ref }
      : { image_data: image.data }),
  ...(prompt && { prompt: prompt.text, enhance_prompt: prompt.enhance }),
});
