import { createHash } from 'node:crypto';
import { REDACTED } from '../../src/contract/redaction/mark.js';
import { isSecretName } from '../../src/contract/redaction/secret-names.js';
import { Connections } from './connections.js';
import { fetchWithRedirects } from './fetch-with-redirects.js';
import { parseJson } from './parse-json.js';
import { timeoutSignal } from '../engine/timeout-signal.js';
import { defaultTimeouts } from '../engine/timeouts.js';
import { limits, readBody, readUntil } from './read-body.js';
import { redact } from '../engine/redact.js';
import { curlBody, describeBody, encodeBody, quote, type RequestBody } from './request-body.js';
import { Reproduction } from '../engine/reproduce.js';
import type { TracedExchange } from './trace.js';

export interface SendOptions {
  /** The key to send: a string, `null` for none. The case's own by default. */
  key?: string | null;
  headers?: Record<string, string>;
  body?: RequestBody;
  /** Timeout of this request in milliseconds. */
  timeoutMs?: number;
  /** For a body that has no end: reads until this returns true for the text so far, or the timeout. */
  until?: (text: string) => boolean;
}

/** An answer, read to its end. */
export class Reply {
  #parsed: { json: unknown } | undefined;

  constructor(
    readonly exchange: TracedExchange,
    readonly status: number,
    readonly headers: Headers,
    readonly bytes: Uint8Array,
    readonly durationMs: number,
  ) {}

  get ok(): boolean {
    return this.status >= 200 && this.status < 300;
  }

  /** Media type without parameters, in lower case. */
  get type(): string {
    return (this.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  }

  get text(): string {
    return new TextDecoder().decode(this.bytes);
  }

  /** The body as JSON; undefined when it is not JSON, or nested too deeply. */
  get json(): unknown {
    return (this.#parsed ??= { json: parseJson(this.text) }).json;
  }

  /** A field of a JSON object, or undefined. */
  field(name: string): unknown {
    const body = this.json;
    return typeof body === 'object' && body !== null && !Array.isArray(body)
      ? (body as Record<string, unknown>)[name]
      : undefined;
  }

  /** One line for a message: status and the start of the body. */
  toString(): string {
    const body = printable(this.type, this.bytes);
    return `${this.status} ${body.length > 160 ? `${body.slice(0, 160)}...` : body}`.trim();
  }
}

/** No complete answer: the connection was refused, broken or timed out. An answer that broke off has a status. */
export class NoAnswer extends Error {
  constructor(
    readonly exchange: TracedExchange,
    /** Whether the connection was refused: the server does not listen. */
    readonly refused: boolean,
  ) {
    super(`${exchange.method} ${exchange.path}: ${exchange.error ?? 'no answer'}`);
  }
}

const absolute = /^https?:\/\//;

/** The requests of one case, each recorded. */
export class Http {
  readonly trace: TracedExchange[] = [];
  readonly answers: Reply[] = [];
  readonly #started = performance.now();
  readonly #connections = new Connections();
  readonly #reproduction = new Reproduction();
  #bytesLeft = limits.caseBytes;

  constructor(
    private readonly base: string,
    private readonly key: string,
    private readonly signal: AbortSignal,
    private readonly timeoutMs = defaultTimeouts.requestMs,
  ) {}

  /** Milliseconds since the case began. */
  elapsed(): number {
    return Math.round(performance.now() - this.#started);
  }

  /** Closes all connections. Nothing can be sent after it. */
  close(): Promise<void> {
    return this.#connections.close();
  }

  get(path: string, options?: SendOptions): Promise<Reply> {
    return this.send('GET', path, options);
  }

  post(path: string, body?: RequestBody, options?: SendOptions): Promise<Reply> {
    return this.send('POST', path, body === undefined ? options : { ...options, body });
  }

  delete(path: string, options?: SendOptions): Promise<Reply> {
    return this.send('DELETE', path, options);
  }

  /**
   * Sends one request; a path may be a whole URL, for another host. Throws NoAnswer when the connection
   * fails, and when the answer has no end.
   */
  async send(method: string, path: string, options: SendOptions = {}): Promise<Reply> {
    const key = options.key === undefined ? this.key : options.key;
    const headers: Record<string, string> = {
      ...(key === null ? {} : { 'x-api-key': key }),
      ...options.headers,
    };
    const encoded = options.body && encodeBody(options.body);
    const sent = encoded?.type === undefined ? headers : { 'content-type': encoded.type, ...headers };
    const at = performance.now();
    const exchange: TracedExchange = {
      n: this.trace.length + 1,
      method,
      path: redact(path, [this.key]),
      requestHeaders: redactAll(sent, this.key),
      ...(options.body ? { requestBody: redact(describeBody(options.body), [this.key]) } : {}),
      curl: redact(this.#reproduction.line(this.#curl(method, path, key, options)), [this.key]),
      atMs: this.elapsed(),
      durationMs: 0,
    };
    this.trace.push(exchange);
    const { signal, clear } = timeoutSignal(options.timeoutMs ?? this.timeoutMs, this.signal);
    try {
      const url = absolute.test(path) ? path : this.base + path;
      const init = { method, headers: sent, signal, ...(encoded ? { body: encoded.body } : {}) };
      const response = await fetchWithRedirects(url, init, this.#connections);
      exchange.status = response.status;
      exchange.responseHeaders = redactAll(plain(response.headers), this.key);
      const bytes = options.until
        ? await readUntil(response, options.until, signal)
        : await readBody(response, Math.min(this.#bytesLeft, limits.answerBytes), signal);
      this.#bytesLeft -= bytes.length;
      exchange.durationMs = Math.round(performance.now() - at);
      const answer = new Reply(exchange, response.status, response.headers, bytes, performance.now() - at);
      exchange.responseBody = redact(printable(answer.type, bytes), [this.key]);
      if (answer.type === 'application/json') this.#reproduction.remember(exchange, answer.text);
      this.answers.push(answer);
      return answer;
    } catch (cause) {
      exchange.durationMs = Math.round(performance.now() - at);
      exchange.error = redact(reason(cause), [this.key]);
      throw new NoAnswer(exchange, /ECONNREFUSED/.test(exchange.error));
    } finally {
      clear();
    }
  }

  #curl(method: string, path: string, key: string | null, options: SendOptions): string {
    const own = key === this.key ? ['-H "x-api-key: $DECART_API_KEY"'] : [];
    const other = key !== null && key !== this.key ? [`-H ${quote(`x-api-key: ${key}`)}`] : [];
    const headers = Object.entries(options.headers ?? {}).map(
      ([name, value]) => `-H ${quote(`${name}: ${value}`)}`,
    );
    const { words, stdin } = options.body ? curlBody(options.body) : { words: [] };
    return [
      `${stdin === undefined ? '' : `${stdin} | `}curl -sS -i`,
      `-X ${method}`,
      absolute.test(path) ? quote(path) : `"$DECART_BASE_URL"${quote(path)}`,
      ...own,
      ...other,
      ...headers,
      ...words,
    ].join(' ');
  }
}

function plain(headers: Headers): Record<string, string> {
  const all: Record<string, string> = {};
  headers.forEach((value, name) => (all[name] = value));
  return all;
}

function redactAll(headers: Record<string, string>, key: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      isSecretName(name) ? REDACTED : redact(value, [key]),
    ]),
  );
}

function printable(type: string, bytes: Uint8Array): string {
  if (bytes.length === 0) return '';
  if (/json|text|xml|urlencoded/.test(type)) return new TextDecoder().decode(bytes.subarray(0, 4000));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return `<${bytes.length} bytes, starts ${Buffer.from(bytes.subarray(0, 12)).toString('hex')}, sha256 ${sha256}>`;
}

/** Why a request got no answer, in words: `fetch` puts it in the cause. */
export function reason(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const inner = cause.cause instanceof Error ? cause.cause : undefined;
  const code = inner && 'code' in inner && typeof inner.code === 'string' ? `${inner.code} ` : '';
  return inner ? `${cause.message}: ${code}${inner.message}` : cause.message;
}
