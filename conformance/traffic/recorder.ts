import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import { readForm, type FormPart } from '../suites/sdk/form.js';

/** One message on a WebSocket. */
export interface RecordedFrame {
  from: 'client' | 'server';
  /** Milliseconds from the start of the recorder. */
  atMs: number;
  text: string;
}

/** What a client sent, and what became of it. Grows while the exchange goes on. */
export class Recorded {
  /** Messages of a WebSocket, in order. */
  readonly frames: RecordedFrame[] = [];
  /** How a WebSocket ended, and who ended it. */
  closed?: { by: 'client' | 'server'; code: number; reason: string; atMs: number };
  readonly sent: Buffer[] = [];
  readonly came: Buffer[] = [];
  /** Milliseconds from the start of the recorder to the end of the answer or the break. */
  endMs?: number;
  status?: number;
  answerHeaders?: http.IncomingHttpHeaders;
  /** Why the answer did not come whole. */
  broken?: string;
  /** Whether the client went away first. */
  left?: boolean;

  constructor(
    /** Position within the case, from 1. */
    readonly n: number,
    readonly method: string,
    /** Path with its query, as sent. */
    readonly path: string,
    readonly headers: http.IncomingHttpHeaders,
    /** Milliseconds from the start of the recorder to the first byte. */
    readonly atMs: number,
  ) {}

  get body(): Uint8Array {
    return Buffer.concat(this.sent);
  }

  get answer(): Uint8Array {
    return Buffer.concat(this.came);
  }

  /** The parts of a form, in order; empty when the body is none. */
  get form(): FormPart[] {
    return readForm(this.headers['content-type'] ?? '', this.body) ?? [];
  }

  /** A part of the form. */
  part(name: string): FormPart | undefined {
    return this.form.find((part) => part.name === name);
  }

  /** The body as JSON, or undefined when it is none. */
  get json(): unknown {
    return readJson(this.body);
  }

  get answerJson(): unknown {
    return readJson(this.answer);
  }
}

function readJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

/**
 * A recording proxy on loopback, one for each case, in front of any target. Whatever arrives belongs to the case, with
 * whichever key. It changes nothing but the Host header: resets, truncation and silence pass through.
 */
export class Recorder {
  readonly recorded: Recorded[] = [];
  readonly #began = performance.now();
  readonly #server = http.createServer((request, response) => this.#forward(request, response));
  readonly #connections = new Set<Duplex>();
  readonly #sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });

  private constructor(private readonly target: URL) {}

  static async start(target: string): Promise<Recorder> {
    const recorder = new Recorder(new URL(target));
    const server = recorder.#server;
    server.keepAliveTimeout = 60_000;
    server.requestTimeout = 0;
    server.on('connection', (socket: Socket) => {
      recorder.#connections.add(socket);
      socket.once('close', () => recorder.#connections.delete(socket));
    });
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) =>
      recorder.#relay(request, socket, head),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return recorder;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get realtimeUrl(): string {
    return this.url.replace(/^http/, 'ws');
  }

  /** Milliseconds since it started. */
  now(): number {
    return performance.now() - this.#began;
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#connections) socket.destroy();
  }

  #begin(request: IncomingMessage): Recorded {
    const { method = '', url = '', headers } = request;
    const recorded = new Recorded(this.recorded.length + 1, method, url, headers, this.now());
    this.recorded.push(recorded);
    return recorded;
  }

  #forward(request: IncomingMessage, response: ServerResponse): void {
    const recorded = this.#begin(request);
    const { request: ask } = this.target.protocol === 'https:' ? https : http;
    const outgoing = ask(new URL(this.target.origin + request.url), {
      method: request.method,
      headers: { ...request.headers, host: this.target.host },
      agent: false,
    });
    const breakOff = (why: string) => {
      recorded.broken ??= why;
      recorded.endMs ??= this.now();
      // The client sees what happened to us: a reset before the answer, an early end within it.
      if (recorded.status === undefined) request.socket.resetAndDestroy();
      else request.socket.destroySoon();
    };
    request.on('data', (chunk: Buffer) => recorded.sent.push(chunk));
    request.pipe(outgoing);
    response.on('close', () => {
      if (!response.writableFinished && recorded.broken === undefined) {
        recorded.left = true;
        recorded.endMs ??= this.now();
        outgoing.destroy();
      }
    });
    outgoing.on('error', (cause) => {
      // A server that answers before it has read all may close on the rest: its answer counts.
      if (!recorded.left && recorded.status === undefined) breakOff(cause.message);
    });
    outgoing.on('response', (answer) => {
      recorded.status = answer.statusCode ?? 0;
      recorded.answerHeaders = answer.headers;
      response.writeHead(recorded.status, answer.statusMessage, answer.rawHeaders);
      response.flushHeaders();
      answer.on('data', (chunk: Buffer) => {
        recorded.came.push(chunk);
        if (!response.write(chunk)) answer.pause();
      });
      response.on('drain', () => answer.resume());
      answer.on('end', () => {
        recorded.endMs = this.now();
        response.end();
      });
      answer.on('error', (cause) => {
        if (!recorded.left) breakOff(`the answer broke off: ${cause.message}`);
      });
    });
  }

  /** A WebSocket is relayed message by message; a refused one is refused with the same answer. */
  #relay(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const recorded = this.#begin(request);
    const upstream = new WebSocket(this.target.origin.replace(/^http/, 'ws') + request.url, {
      headers: { ...passedOn(request.headers), host: this.target.host },
      perMessageDeflate: false,
    });
    upstream.once('unexpected-response', (_, answer) => {
      recorded.status = answer.statusCode ?? 0;
      recorded.endMs = this.now();
      socket.write(`HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}\r\nConnection: close\r\n\r\n`);
      answer.pipe(socket);
    });
    upstream.once('error', (cause) => {
      recorded.broken ??= cause.message;
      socket.destroy();
    });
    upstream.once('open', () => {
      recorded.status = 101;
      this.#sockets.handleUpgrade(request, socket, head, (client) => this.#join(recorded, client, upstream));
    });
  }

  #join(recorded: Recorded, client: WebSocket, server: WebSocket): void {
    const sides = [
      { from: 'client', here: client, there: server },
      { from: 'server', here: server, there: client },
    ] as const;
    for (const { from, here, there } of sides) {
      here.on('message', (data: Buffer, binary) => {
        recorded.frames.push({ from, atMs: this.now(), text: data.toString('utf8') });
        if (there.readyState === WebSocket.OPEN) there.send(data, { binary });
      });
      here.on('error', () => undefined); // 'close' follows
      here.on('close', (code, reason) => {
        recorded.closed ??= { by: from, code, reason: reason.toString('utf8'), atMs: this.now() };
        recorded.endMs ??= this.now();
        if (code === 1006) there.terminate();
        else if (code === 1005) there.close();
        else there.close(code, reason);
      });
    }
  }
}

/** Headers of an upgrade without those that `ws` writes itself. */
function passedOn(headers: http.IncomingHttpHeaders): http.OutgoingHttpHeaders {
  const own = /^(connection|upgrade|host|sec-websocket-(key|version|extensions))$/;
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !own.test(name)));
}
