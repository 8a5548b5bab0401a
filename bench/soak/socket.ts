import { WebSocket } from 'ws';
import { ANSWER_MS, type SoakClient } from './client.js';

interface Message {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** A WebSocket of a soak run. Each message that was waited for counts as a request. */
export class SoakSocket {
  readonly #messages: Message[] = [];
  #arrived: () => void = () => undefined;
  #open = true;
  readonly #wasReset: () => boolean;

  private constructor(
    readonly client: SoakClient,
    readonly socket: WebSocket,
    wasReset: () => boolean,
  ) {
    this.#wasReset = wasReset;
    socket.on('message', (data: Buffer) => {
      this.#messages.push(JSON.parse(data.toString()) as Message);
      this.#arrived();
    });
    socket.on('close', () => {
      this.#open = false;
      this.#arrived();
    });
    socket.on('error', () => undefined);
  }

  /** @returns undefined when the upgrade is refused, which is counted */
  static async open(
    client: SoakClient,
    name: string,
    key: string,
    path: string,
  ): Promise<SoakSocket | undefined> {
    const url = `ws://127.0.0.1:${client.port}${path}?api_key=${key}&model=lucy-2.5`;
    const wasReset = client.watchResets(key);
    const socket = new WebSocket(url, { handshakeTimeout: ANSWER_MS });
    const opened = await new Promise<Error | undefined>((resolve) => {
      socket.once('open', () => resolve(undefined));
      socket.once('error', resolve);
    });
    client.tally.done(name);
    if (!opened) return new SoakSocket(client, socket, wasReset);
    client.tally.refuse(`${name} did not open`, String(opened));
    return undefined;
  }

  send(message: object): void {
    this.socket.send(JSON.stringify(message));
  }

  /** The next message of a type. Another `error`, a close and silence count as unexpected. */
  async next(name: string, type: string): Promise<Message | undefined> {
    const deadline = performance.now() + ANSWER_MS;
    for (;;) {
      const at = this.#messages.findIndex((message) => message.type === type || message.type === 'error');
      if (at >= 0) {
        const [message] = this.#messages.splice(0, at + 1).slice(-1);
        this.client.tally.done(name);
        if (message?.type !== type) this.client.tally.refuse(`${name} got an error`, JSON.stringify(message));
        return message;
      }
      if (!this.#open || performance.now() > deadline) break;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, deadline - performance.now());
        this.#arrived = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    if (this.#open) this.client.tally.hang(`${name}${this.#wasReset() ? ' after a reset' : ''}`);
    else if (!this.#wasReset()) this.client.tally.refuse(`${name} was closed instead`, type);
    return undefined;
  }

  close(): void {
    if (this.client.random.next() < 0.3) this.socket.terminate();
    else this.socket.close();
  }
}
