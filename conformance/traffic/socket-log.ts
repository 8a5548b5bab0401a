import { short } from '../engine/short.js';
import { redact } from '../engine/redact.js';
import { quote } from './request-body.js';
import type { TracedExchange } from './trace.js';

export interface SocketLogContext {
  key: string;
  elapsed: () => number;
  /** Path and query as sent. */
  target: string;
  origin?: string;
}

/** Writes what goes over a WebSocket into its exchange: frames, redacted and capped, and a shell command. */
export class SocketLog {
  readonly #sent: string[] = [];

  constructor(
    private readonly exchange: TracedExchange,
    private readonly context: SocketLogContext,
  ) {
    this.#writeCommand();
  }

  /** A frame, or an event in angle brackets. */
  frame(from: 'client' | 'server', text: string): void {
    const clean = short(redact(text, [this.context.key]), 1000);
    this.exchange.frames?.push({ from, text: clean, atMs: this.context.elapsed() });
  }

  /** A message of the client, which the command sends again. Bytes are left out of the command. */
  sent(data: string | Uint8Array): void {
    if (typeof data === 'string') this.#sent.push(data);
    this.frame('client', typeof data === 'string' ? data : `<${data.length} bytes>`);
    this.#writeCommand();
  }

  /** The same with websocat, for a shell that supports ${x/y/z}. */
  #writeCommand(): void {
    const { origin, target, key } = this.context;
    const messages = this.#sent.map((text) => quote(short(text, 2000))).join(' ');
    const url = `"\${DECART_BASE_URL/http/ws}"${quote(target).replaceAll(key, `'"$DECART_API_KEY"'`)}`;
    const input = messages === '' ? '' : `printf '%s\\n' ${messages} | `;
    const header = origin === undefined ? '' : ` -H ${quote(`Origin: ${origin}`)}`;
    this.exchange.curl = redact(`${input}timeout 20 websocat -t --no-close${header} ${url}`, [key]);
  }
}
