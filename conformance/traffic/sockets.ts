import { WebSocket } from 'ws';
import { redact } from '../engine/redact.js';
import { defaultTimeouts } from '../engine/timeouts.js';
import type { Http } from './http.js';
import type { ServerMessage } from './server-message.js';
import { maxMessageBytes, Socket } from './socket.js';
import type { TracedExchange } from './trace.js';

export interface OpenOptions {
  /** The text after `?`; keys must be encoded already. */
  query: string;
  /** The Origin header a browser would send. */
  origin?: string;
}

/** The WebSockets of one case, each recorded among its exchanges. */
export class Sockets {
  readonly #open: Socket[] = [];

  constructor(
    private readonly base: string,
    private readonly key: string,
    private readonly signal: AbortSignal,
    private readonly http: Pick<Http, 'trace' | 'elapsed'>,
    private readonly timeoutMs = defaultTimeouts.handshakeMs,
  ) {}

  /** All messages received, in order for each connection. */
  get messages(): ServerMessage[] {
    return this.#open.flatMap(({ messages }) => messages);
  }

  /** Opens one. A refused upgrade is a socket whose `status` is not 101. Throws NoAnswer when there is no answer. */
  async open(path: string, { query, origin }: OpenOptions): Promise<Socket> {
    const { trace } = this.http;
    const from = origin === undefined ? {} : { origin };
    const exchange: TracedExchange = {
      n: trace.length + 1,
      method: 'GET',
      path: redact(`${path}?${query}`, [this.key]),
      requestHeaders: { upgrade: 'websocket', ...from },
      curl: '',
      frames: [],
      atMs: this.http.elapsed(),
      durationMs: 0,
    };
    trace.push(exchange);
    const raw = new WebSocket(`${this.base.replace(/^http/, 'ws')}${path}?${query}`, {
      perMessageDeflate: false,
      maxPayload: maxMessageBytes,
      handshakeTimeout: this.timeoutMs,
      ...from,
    });
    const socket = new Socket(raw, exchange, {
      signal: this.signal,
      key: this.key,
      elapsed: () => this.http.elapsed(),
      timeoutMs: this.timeoutMs,
      target: `${path}?${query}`,
      ...from,
    });
    this.#open.push(socket);
    await socket.opened();
    return socket;
  }

  async close(): Promise<void> {
    await Promise.all(this.#open.map((socket) => socket.drop()));
  }
}
