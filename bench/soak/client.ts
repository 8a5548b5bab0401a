import { Agent, request as httpRequest } from 'node:http';
import type { Seeded } from '../load/random.js';
import type { Tally } from '../load/tally.js';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
  /** The body as JSON; an empty object for other bodies. */
  readonly json: Readonly<Record<string, unknown>>;
}

export interface Call {
  readonly method?: string;
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly form?: FormData;
  readonly body?: string | Buffer;
  /** Statuses that are right; 200 without. */
  readonly expect?: readonly number[];
}

/** No answer in this time is a hang. */
export const ANSWER_MS = 30_000;

/** What the work of a soak run shares. */
export class SoakClient {
  readonly #resetsBegun = new Map<string, number>();
  readonly #resetsDone = new Map<string, number>();
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 64 });

  constructor(
    readonly port: number,
    readonly keys: readonly string[],
    readonly random: Seeded,
    readonly tally: Tally,
    /** Whether the run is over, so that waiting work ends early. */
    readonly over: () => boolean,
  ) {}

  key(): string {
    return this.random.pick(this.keys);
  }

  /**
   * Watches for resets of an account, which end its sessions. The reset takes effect at some moment between its request and
   * its answer, so one that runs already counts.
   * @returns whether a reset may have taken effect since
   */
  watchResets(key: string): () => boolean {
    const done = this.#resetsDone.get(key) ?? 0;
    return () => (this.#resetsBegun.get(key) ?? 0) > done;
  }

  async reset(key: string): Promise<void> {
    increment(this.#resetsBegun, key);
    await this.call('reset', '/_mock/reset', { method: 'POST', key });
    increment(this.#resetsDone, key);
  }

  /** Asks, and counts the answer as unexpected unless its status is one of `expect`. */
  async call(name: string, path: string, call: Call = {}): Promise<Answer> {
    const { expect = [200] } = call;
    let answer = await this.#send(name, path, call);
    // A kept connection may close at the moment of its next use; that is no answer of the server.
    if (answer === 'closed') answer = await this.#send(name, path, call);
    if (answer === 'closed') answer = failure('closed twice before an answer');
    this.tally.done(name);
    if (!expect.includes(answer.status))
      this.tally.refuse(
        `${name} answered ${answer.status}`,
        `${call.method ?? 'GET'} ${path}: ${answer.body.subarray(0, 200).toString()}`,
      );
    return answer;
  }

  close(): void {
    this.#agent.destroy();
  }

  async #send(
    name: string,
    path: string,
    { method = 'GET', key, headers, json, form, body }: Call,
  ): Promise<Answer | 'closed'> {
    const encoded = form ? new Response(form) : undefined;
    const bytes = encoded
      ? Buffer.from(await encoded.arrayBuffer())
      : json !== undefined
        ? Buffer.from(JSON.stringify(json))
        : body;
    const type =
      encoded?.headers.get('content-type') ?? (json === undefined ? undefined : 'application/json');
    return new Promise((resolve) => {
      const failed = (what: string): void => resolve(failure(what));
      const request = httpRequest(
        {
          port: this.port,
          host: '127.0.0.1',
          agent: this.#agent,
          method,
          path,
          headers: {
            ...(key !== undefined && { 'x-api-key': key }),
            ...(type !== undefined && { 'content-type': type }),
            ...(bytes !== undefined && { 'content-length': String(Buffer.byteLength(bytes)) }),
            ...headers,
          },
        },
        (answer) => {
          const pieces: Buffer[] = [];
          answer.on('data', (piece: Buffer) => pieces.push(piece));
          answer.once('error', (error) => failed(String(error)));
          answer.once('end', () => {
            const whole = Buffer.concat(pieces);
            resolve({
              status: answer.statusCode ?? 0,
              headers: answer.headers,
              body: whole,
              json: parsed(whole),
            });
          });
        },
      );
      request.setTimeout(ANSWER_MS, () => {
        this.tally.hang(name);
        request.destroy(new Error(`no answer in ${ANSWER_MS} ms`));
      });
      request.once('error', (error) => {
        const code = 'code' in error ? error.code : undefined;
        if (request.reusedSocket && (code === 'ECONNRESET' || code === 'EPIPE')) resolve('closed');
        else failed(String(error));
      });
      request.end(bytes);
    });
  }
}

const increment = (counts: Map<string, number>, key: string): void =>
  void counts.set(key, (counts.get(key) ?? 0) + 1);

const failure = (what: string): Answer => ({ status: 0, headers: {}, body: Buffer.from(what), json: {} });

function parsed(bytes: Buffer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(bytes.toString());
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
