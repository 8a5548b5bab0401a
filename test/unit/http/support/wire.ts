import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { PATIENCE_MS } from '../../../support/patience.js';

export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A TCP connection on which a test writes what no HTTP library would. */
export class Wire implements Disposable {
  #received = Buffer.alloc(0);
  #closed = false;

  private constructor(readonly socket: Socket) {
    socket.on('data', (piece: Buffer) => (this.#received = Buffer.concat([this.#received, piece])));
    socket.on('close', () => (this.#closed = true));
    // A reset is for the test to notice: it then finds the connection closed and no answer.
    socket.on('error', () => undefined);
  }

  static async open(url: string): Promise<Wire> {
    const { hostname, port } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port) });
    await once(socket, 'connect');
    return new Wire(socket);
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** What came since the last answer. */
  get received(): string {
    return this.#received.toString('latin1');
  }

  /** Resolves once the bytes have left; rejects when the other side takes no more. */
  async write(bytes: string | Uint8Array): Promise<void> {
    await new Promise<void>((resolve, reject) =>
      this.socket.write(bytes, (error) => (error ? reject(error) : resolve())),
    );
  }

  /** The next whole answer, within a deadline. @throws Error when the connection ends before */
  async answer(deadlineMs = PATIENCE_MS): Promise<WireAnswer> {
    const deadline = AbortSignal.timeout(deadlineMs);
    for (;;) {
      const found = parse(this.#received);
      if (found) {
        this.#received = this.#received.subarray(found.length);
        return found.answer;
      }
      if (this.#closed)
        throw new Error(`The connection closed after ${JSON.stringify(this.#received.toString())}`);
      const moved = new AbortController();
      const signal = AbortSignal.any([deadline, moved.signal]);
      await Promise.race([once(this.socket, 'data', { signal }), once(this.socket, 'close', { signal })]);
      moved.abort();
    }
  }

  [Symbol.dispose](): void {
    this.socket.destroy();
  }
}

function parse(bytes: Buffer): { answer: WireAnswer; length: number } | undefined {
  const head = bytes.indexOf('\r\n\r\n');
  if (head < 0) return undefined;
  const [first = '', ...lines] = bytes.toString('latin1', 0, head).split('\r\n');
  const status = Number(first.split(' ')[1]);
  const headers = Object.fromEntries(
    lines.map((line) => [
      line.slice(0, line.indexOf(':')).toLowerCase(),
      line.slice(line.indexOf(':') + 1).trim(),
    ]),
  );
  const length = head + 4 + Number(headers['content-length'] ?? 0);
  if (status === 100) return parse(bytes.subarray(head + 4));
  return bytes.length < length
    ? undefined
    : { answer: { status, headers, body: bytes.toString('utf8', head + 4, length) }, length };
}

/** The head of a request, with a key and whatever else. */
export function head(
  method: string,
  path: string,
  headers: Readonly<Record<string, string | number>> = {},
): string {
  const lines = Object.entries({ Host: 'mock', 'X-API-KEY': 'dct_wire', ...headers }).map(
    ([k, v]) => `${k}: ${v}`,
  );
  return `${method} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`;
}

export const chunk = (bytes: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);
