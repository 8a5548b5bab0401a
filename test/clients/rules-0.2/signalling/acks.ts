import type { ServerMessage, StateMessage } from './messages.js';

interface Waiting {
  readonly message: StateMessage;
  readonly settle: (failure?: Error) => void;
}

/**
 * Pairs acks with what they answer: a `prompt_ack` by the exact text, a `set_image_ack` with the oldest `set_image`. A message
 * is registered when it is sent, so an ack counts however early it comes.
 */
export class Acks {
  readonly #waiting: Waiting[] = [];

  /** Resolves with the ack of this message; rejects with its error, or that of the socket. */
  of(message: StateMessage): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        message,
        settle: (failure) => {
          this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
          if (failure === undefined) resolve();
          else reject(failure);
        },
      };
      this.#waiting.push(waiting);
    });
  }

  read(ack: ServerMessage): void {
    const answered = this.#waiting.find(({ message }) =>
      message.type === 'prompt'
        ? ack.type === 'prompt_ack' && ack['prompt'] === message.prompt
        : ack.type === 'set_image_ack',
    );
    if (!answered) return;
    if (ack['success'] === true) return answered.settle();
    const what = answered.message.type === 'prompt' ? 'prompt' : 'image';
    answered.settle(new Error(typeof ack['error'] === 'string' ? ack['error'] : `Failed to send ${what}`));
  }

  /** Gives up on one message: its time is over. */
  drop(message: StateMessage, failure: Error): void {
    this.#waiting.find((each) => each.message === message)?.settle(failure);
  }

  failAll(failure: Error): void {
    for (const { settle } of [...this.#waiting]) settle(failure);
  }
}
