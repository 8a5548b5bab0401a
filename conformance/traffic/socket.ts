import { WebSocket } from 'ws';
import { short } from '../engine/short.js';
import { sleep } from '../engine/timing.js';
import { NoAnswer } from './http.js';
import { parseJson } from './parse-json.js';
import { ServerMessage } from './server-message.js';
import { SocketLog, type SocketLogContext } from './socket-log.js';
import type { TracedExchange } from './trace.js';

export interface Closed {
  /** 1006 when the connection was cut. */
  code: number;
  reason: string;
}

interface SocketContext extends SocketLogContext {
  /** Aborts when the case is stopped. */
  signal: AbortSignal;
  /** How long to wait for a message, unless the caller names another time. */
  timeoutMs: number;
}

/** The longest message that is accepted, and the most that one connection may send. */
export const maxMessageBytes = 4 * 1024 * 1024;
const connectionLimits = { bytes: 8 * 1024 * 1024, messages: 5_000 };

/** One connection. Messages are kept, so none is lost between two waits. */
export class Socket {
  readonly messages: ServerMessage[] = [];
  /** Frames of the server that hold no JSON object. */
  readonly strays: string[] = [];
  /** How it ended, once it has. */
  closed: Closed | undefined;
  #status = 0;
  #failure: string | undefined;
  readonly #received = { bytes: 0, messages: 0 };
  readonly #waiting = new Set<() => void>();
  readonly #log: SocketLog;

  constructor(
    readonly raw: WebSocket,
    readonly exchange: TracedExchange,
    private readonly context: SocketContext,
  ) {
    this.#log = new SocketLog(exchange, context);
    raw.on('open', () => this.#update(() => (this.#status = 101)));
    raw.on('unexpected-response', (_request, response) => {
      const status = response.statusCode ?? 0;
      // A 101 without a WebSocket handshake opens nothing.
      if (status === 101)
        this.#update(() => (this.#failure ??= 'answered 101 without a WebSocket handshake'));
      else this.#update(() => (this.#status = status));
      // Ends the request and emits 'close', which destroying the request alone does not.
      raw.terminate();
    });
    raw.on('error', (error) => this.#update(() => (this.#failure ??= error.message || error.name)));
    raw.on('message', (data: Buffer, isBinary) => this.#update(() => this.#take(data, isBinary)));
    raw.on('close', (code, reason) =>
      this.#update(() => {
        this.closed = { code, reason: reason.toString() };
        this.#log.frame('server', `<closed ${code} ${reason.toString()}>`);
      }),
    );
  }

  /** Status of the upgrade. */
  get status(): number {
    return this.#status;
  }

  /** Resolves when the upgrade was answered. */
  async opened(): Promise<void> {
    await this.until(() => (this.#status !== 0 || this.#failure !== undefined ? true : undefined));
    this.exchange.durationMs = this.context.elapsed() - this.exchange.atMs;
    if (this.#status !== 0) {
      this.exchange.status = this.#status;
      return;
    }
    this.exchange.error = this.#failure ?? 'timed out';
    throw new NoAnswer(this.exchange, /ECONNREFUSED/.test(this.exchange.error));
  }

  /** Sends a message; text and bytes go as they are. Does nothing where the upgrade was refused. */
  send(message: object | string | Uint8Array): void {
    if (this.raw.readyState === WebSocket.CONNECTING) return;
    const data =
      typeof message === 'string' || message instanceof Uint8Array ? message : JSON.stringify(message);
    this.#log.sent(data);
    this.raw.send(data);
  }

  of(type: string): ServerMessage[] {
    return this.messages.filter((message) => message.type === type);
  }

  /** Waits for the nth message of a type; undefined when it does not come, or the connection ends first. */
  next(type: string, { nth = 1, withinMs }: { nth?: number; withinMs?: number } = {}) {
    return this.until(() => this.of(type)[nth - 1], withinMs);
  }

  /** Waits for the end of the connection; undefined when it does not end in time. */
  ended(withinMs?: number): Promise<Closed | undefined> {
    return this.until(() => this.closed, withinMs);
  }

  /** Waits until `find` returns something. Calls it again on every event of this connection. */
  until<T>(find: () => T | undefined, withinMs = this.context.timeoutMs): Promise<T | undefined> {
    return new Promise((resolve) => {
      const finish = (found: T | undefined) => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        this.context.signal.removeEventListener('abort', giveUp);
        resolve(found);
      };
      const look = () => {
        const found = find();
        if (found !== undefined || this.closed) finish(found);
      };
      const giveUp = () => finish(undefined);
      const timer = setTimeout(giveUp, withinMs);
      this.context.signal.addEventListener('abort', giveUp, { once: true });
      this.#waiting.add(look);
      look();
    });
  }

  /** Whether a ping is answered. */
  async ping(withinMs = 5_000): Promise<boolean> {
    let answered = false;
    this.raw.once('pong', () => this.#update(() => (answered = true)));
    if (this.raw.readyState === WebSocket.OPEN) this.raw.ping();
    return (await this.until(() => (answered ? true : undefined), withinMs)) === true;
  }

  /** Waits for messages that are already under way. Short, as every case pays for it. */
  async settle(): Promise<void> {
    await this.ping();
    await sleep(100, this.context.signal);
  }

  /** Closes as a browser does, and waits for the end. */
  async close(): Promise<void> {
    this.#log.frame('client', '<closes>');
    this.raw.close();
    await this.ended();
  }

  /** Cuts the connection without a close frame. */
  async drop(): Promise<void> {
    this.raw.terminate();
    await this.until(() => this.closed, 1_000);
  }

  toString(): string {
    if (this.#status !== 101) return `the upgrade answered ${this.#status}`;
    const received = this.messages.map(String).slice(-3).join(' ');
    const end = this.closed ? `closed ${this.closed.code} "${this.closed.reason}"` : 'still open';
    return `${received || 'no message'}, ${end}`;
  }

  #take(data: Buffer, isBinary: boolean): void {
    this.#received.bytes += data.length;
    const { bytes, messages } = connectionLimits;
    if (++this.#received.messages > messages || this.#received.bytes > bytes) {
      if (this.raw.readyState === WebSocket.OPEN)
        this.#log.frame('client', '<gives up: the server sends without end>');
      this.raw.terminate();
      return;
    }
    const text = data.toString();
    this.#log.frame('server', isBinary ? `<${data.length} bytes>` : text);
    const json = isBinary ? undefined : parseObject(text);
    if (!json) this.strays.push(isBinary ? `<${data.length} bytes>` : short(text, 80));
    else {
      const position = this.messages.length;
      this.messages.push(new ServerMessage(this.exchange, json, position, performance.now(), data.length));
    }
  }

  #update(change: () => unknown): void {
    change();
    for (const look of [...this.#waiting]) look();
  }
}

function parseObject(text: string): Record<string, unknown> | undefined {
  const json = parseJson(text);
  return typeof json === 'object' && json !== null && !Array.isArray(json)
    ? (json as Record<string, unknown>)
    : undefined;
}
