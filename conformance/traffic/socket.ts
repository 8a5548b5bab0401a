import { WebSocket } from 'ws';
import { NoAnswer, type Http } from './http.js';
import { parseJson } from './parse-json.js';
import { redact } from '../engine/redact.js';
import { quote } from './request-body.js';
import { ServerMessage, short } from './server-message.js';
import { sleep } from '../engine/timing.js';
import type { Exchange } from './trace.js';

export interface Closed {
  /** 1006 when the line was cut. */
  code: number;
  reason: string;
}

export interface OpenOptions {
  /** The text after `?`; keys must be encoded already. */
  query: string;
  /** The Origin header a browser would send. */
  origin?: string;
}

/** The longest message that is taken, and the most that one connection may say. */
const mostOfOne = 4 * 1024 * 1024;
const mostOfAll = { bytes: 8 * 1024 * 1024, messages: 5_000 };
/** Patience for what SDKs wait 15 s for: room info, acks of prompts. */
export const handshakeMs = 15_000;
/** Patience for what SDKs wait 30 s for: acks of images. */
export const imageMs = 30_000;

/** The WebSockets of one case, each recorded among its exchanges. */
export class Sockets {
  readonly #open: Socket[] = [];

  constructor(
    private readonly base: string,
    private readonly key: string,
    private readonly signal: AbortSignal,
    private readonly http: Pick<Http, 'trace' | 'elapsed'>,
  ) {}

  /** All that came, in order for each connection. */
  get messages(): ServerMessage[] {
    return this.#open.flatMap(({ messages }) => messages);
  }

  /** Opens one. A refused upgrade is a socket whose `status` is not 101. Throws NoAnswer when nobody answers. */
  async open(path: string, { query, origin }: OpenOptions): Promise<Socket> {
    const { trace } = this.http;
    const exchange: Exchange = {
      n: trace.length + 1,
      method: 'GET',
      path: redact(`${path}?${query}`, [this.key]),
      requestHeaders: { upgrade: 'websocket', ...(origin === undefined ? {} : { origin }) },
      curl: '',
      frames: [],
      atMs: this.http.elapsed(),
      durationMs: 0,
    };
    trace.push(exchange);
    const socket = new Socket(
      new WebSocket(`${this.base.replace(/^http/, 'ws')}${path}?${query}`, {
        perMessageDeflate: false,
        maxPayload: mostOfOne,
        handshakeTimeout: handshakeMs,
        ...(origin === undefined ? {} : { origin }),
      }),
      exchange,
      {
        signal: this.signal,
        key: this.key,
        elapsed: () => this.http.elapsed(),
        target: `${path}?${query}`,
        ...(origin === undefined ? {} : { origin }),
      },
    );
    this.#open.push(socket);
    await socket.opened();
    return socket;
  }

  async close(): Promise<void> {
    await Promise.all(this.#open.map((socket) => socket.vanish()));
  }
}

interface SocketContext {
  signal: AbortSignal;
  key: string;
  elapsed: () => number;
  /** Path and query as sent. */
  target: string;
  origin?: string;
}

/** One connection. What came is kept; nothing is lost between two waits. */
export class Socket {
  readonly messages: ServerMessage[] = [];
  /** Frames of the server that hold no JSON object. */
  readonly strays: string[] = [];
  /** How it ended, once it has. */
  closed: Closed | undefined;
  #status = 0;
  #failure: string | undefined;
  readonly #heard = { bytes: 0, messages: 0 };
  readonly #sent: string[] = [];
  readonly #waiting = new Set<() => void>();

  constructor(
    readonly raw: WebSocket,
    readonly exchange: Exchange,
    private readonly setting: SocketContext,
  ) {
    raw.on('open', () => this.#note(() => (this.#status = 101)));
    raw.on('unexpected-response', (_request, response) => {
      const status = response.statusCode ?? 0;
      // A 101 that is no WebSocket's opens nothing.
      if (status === 101) this.#note(() => (this.#failure ??= 'answered 101 without a WebSocket handshake'));
      else this.#note(() => (this.#status = status));
      // Ends the request, and tells the end of it, which letting go of the request alone does not.
      raw.terminate();
    });
    raw.on('error', (error) => this.#note(() => (this.#failure ??= error.message || error.name)));
    raw.on('message', (data: Buffer, isBinary) => this.#note(() => this.#take(data, isBinary)));
    raw.on('close', (code, reason) =>
      this.#note(() => {
        this.closed = { code, reason: reason.toString() };
        this.#record('server', `<closed ${code} ${reason.toString()}>`);
      }),
    );
    this.#script();
  }

  /** Status of the upgrade. */
  get status(): number {
    return this.#status;
  }

  /** Resolves when the upgrade was answered. */
  async opened(): Promise<void> {
    await this.until(
      () => (this.#status !== 0 || this.#failure !== undefined ? true : undefined),
      handshakeMs,
    );
    this.exchange.durationMs = this.setting.elapsed() - this.exchange.atMs;
    if (this.#status !== 0) {
      this.exchange.status = this.#status;
      return;
    }
    this.exchange.error = this.#failure ?? 'timed out';
    throw new NoAnswer(this.exchange, /ECONNREFUSED/.test(this.exchange.error));
  }

  /** Sends a message; text and bytes go as they are. Where the upgrade was refused it goes nowhere. */
  send(message: object | string | Uint8Array): void {
    if (this.raw.readyState === WebSocket.CONNECTING) return;
    const data =
      typeof message === 'string' || message instanceof Uint8Array ? message : JSON.stringify(message);
    const text = typeof data === 'string' ? data : `<${data.length} bytes>`;
    if (typeof data === 'string') this.#sent.push(data);
    this.#record('client', text);
    this.#script();
    this.raw.send(data);
  }

  of(type: string): ServerMessage[] {
    return this.messages.filter((message) => message.type === type);
  }

  /** The nth message of a type, waited for; undefined when it does not come, or the connection ends before. */
  next(type: string, { nth = 1, withinMs = handshakeMs } = {}): Promise<ServerMessage | undefined> {
    return this.until(() => this.of(type)[nth - 1], withinMs);
  }

  /** How it ends; undefined when it does not. */
  ended(withinMs = handshakeMs): Promise<Closed | undefined> {
    return this.until(() => this.closed, withinMs);
  }

  /** Waits for something to be found. Looks again whenever anything happens here. */
  until<T>(find: () => T | undefined, withinMs: number): Promise<T | undefined> {
    return new Promise((resolve) => {
      const done = (found: T | undefined) => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        this.setting.signal.removeEventListener('abort', giveUp);
        resolve(found);
      };
      const look = () => {
        const found = find();
        if (found !== undefined || this.closed) done(found);
      };
      const giveUp = () => done(undefined);
      const timer = setTimeout(giveUp, withinMs);
      this.setting.signal.addEventListener('abort', giveUp, { once: true });
      this.#waiting.add(look);
      look();
    });
  }

  /** Whether a ping is answered. */
  async ping(withinMs = 5_000): Promise<boolean> {
    let answered = false;
    this.raw.once('pong', () => this.#note(() => (answered = true)));
    if (this.raw.readyState === WebSocket.OPEN) this.raw.ping();
    return (await this.until(() => (answered ? true : undefined), withinMs)) === true;
  }

  /** Gives the server the chance to say what it still has to say. Short, as it is always paid. */
  async settle(): Promise<void> {
    await this.ping();
    await sleep(100, this.setting.signal);
  }

  /** Closes as a browser does, and waits for the end. */
  async close(): Promise<void> {
    this.#record('client', '<closes>');
    this.raw.close();
    await this.ended();
  }

  /** Goes without a word, as a lost connection. */
  async vanish(): Promise<void> {
    this.raw.terminate();
    await this.until(() => this.closed, 1_000);
  }

  toString(): string {
    if (this.#status !== 101) return `the upgrade answered ${this.#status}`;
    const heard = this.messages.map(String).slice(-3).join(' ');
    const end = this.closed ? `closed ${this.closed.code} "${this.closed.reason}"` : 'still open';
    return `${heard || 'no message'}, ${end}`;
  }

  #take(data: Buffer, isBinary: boolean): void {
    this.#heard.bytes += data.length;
    if (++this.#heard.messages > mostOfAll.messages || this.#heard.bytes > mostOfAll.bytes) {
      if (this.raw.readyState === WebSocket.OPEN)
        this.#record('client', '<gives up: the server does not stop talking>');
      this.raw.terminate();
      return;
    }
    const text = data.toString();
    this.#record('server', isBinary ? `<${data.length} bytes>` : text);
    const json = isBinary ? undefined : parse(text);
    if (!json) this.strays.push(isBinary ? `<${data.length} bytes>` : short(text, 80));
    else this.messages.push(new ServerMessage(this.exchange, json, this.messages.length, performance.now()));
  }

  #record(from: 'client' | 'server', text: string): void {
    const clean = short(redact(text, [this.setting.key]), 1000);
    this.exchange.frames?.push({ from, text: clean, atMs: this.setting.elapsed() });
  }

  /** The same with websocat, for a shell that knows ${x/y/z}. */
  #script(): void {
    const { origin, target, key } = this.setting;
    const said = this.#sent.map((text) => quote(short(text, 2000))).join(' ');
    const url = `"\${DECART_BASE_URL/http/ws}"${quote(target).replaceAll(key, `'"$DECART_API_KEY"'`)}`;
    const from = said === '' ? '' : `printf '%s\\n' ${said} | `;
    const header = origin === undefined ? '' : ` -H ${quote(`Origin: ${origin}`)}`;
    this.exchange.curl = redact(`${from}timeout 20 websocat -t --no-close${header} ${url}`, [key]);
  }

  #note(happen: () => unknown): void {
    happen();
    for (const look of [...this.#waiting]) look();
  }
}

function parse(text: string): Record<string, unknown> | undefined {
  const json = parseJson(text);
  return typeof json === 'object' && json !== null && !Array.isArray(json)
    ? (json as Record<string, unknown>)
    : undefined;
}
