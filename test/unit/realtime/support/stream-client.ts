import { WebSocket } from 'ws';
import { PATIENCE_MS } from '../../../support/patience.js';

export interface Message {
  readonly type: string;
  readonly [field: string]: unknown;
}

export interface Closed {
  readonly code: number;
  readonly reason: string;
}

export interface StreamOptions {
  readonly key?: string;
  readonly model?: string;
  readonly origin?: string;
  readonly path?: string;
  readonly query?: Readonly<Record<string, string>>;
}

/** A minimal client of the control socket, for messages alone. */
export class StreamClient implements AsyncDisposable {
  readonly messages: Message[] = [];
  readonly closed: Promise<Closed>;
  #listeners = new Set<() => void>();

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => {
      this.messages.push(JSON.parse(data.toString()) as Message);
      for (const listener of [...this.#listeners]) listener();
    });
    this.closed = new Promise((resolve) => {
      socket.on('close', (code, reason) => {
        resolve({ code, reason: reason.toString() });
        for (const listener of [...this.#listeners]) listener();
      });
    });
    socket.on('error', () => undefined);
  }

  /** Opens a socket by the whole URL and resolves once it is open. */
  static async openUrl(url: string, origin?: string): Promise<StreamClient> {
    const socket = new WebSocket(url, { perMessageDeflate: false, ...(origin !== undefined && { origin }) });
    const client = new StreamClient(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    return client;
  }

  static open(base: string, options: StreamOptions = {}): Promise<StreamClient> {
    const { key = 'dct_realtime', model = 'lucy-2.5', path = '/v1/stream', query = {}, origin } = options;
    const params = new URLSearchParams({ api_key: key, model, ...query });
    return StreamClient.openUrl(`${base}${path}?${params.toString()}`, origin);
  }

  send(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  types(): string[] {
    return this.messages.map(({ type }) => type);
  }

  of(type: string): Message[] {
    return this.messages.filter((message) => message.type === type);
  }

  /** Waits for the `count`th message of a type; fails with the messages that arrived. */
  async next(type: string, count = 1): Promise<Message> {
    return this.until(`${count} x ${type}`, () => this.of(type)[count - 1]);
  }

  async until<T>(what: string, find: () => T | undefined): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const check = (): void => {
        const found = find();
        if (found === undefined) return;
        stop();
        resolve(found);
      };
      const timer = setTimeout(() => {
        stop();
        reject(new Error(`Waited for ${what}; got ${JSON.stringify(this.messages)}`));
      }, PATIENCE_MS);
      const stop = (): void => {
        clearTimeout(timer);
        this.#listeners.delete(check);
      };
      this.#listeners.add(check);
      check();
    });
  }

  /**
   * Resolves once the server has handled everything sent before: it answers pings in order, except behind a message
   * that made it close.
   */
  async settled(): Promise<void> {
    const answered = new Promise<void>((resolve) => {
      this.socket.once('pong', () => resolve());
      this.socket.ping();
    });
    await Promise.race([answered, this.closed]);
    await new Promise((resolve) => setImmediate(resolve));
  }

  async close(code?: number): Promise<Closed> {
    this.socket.close(code);
    return this.closed;
  }

  /** Disconnects without a close frame. */
  vanish(): void {
    this.socket.terminate();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.socket.terminate();
    await this.closed;
  }
}
