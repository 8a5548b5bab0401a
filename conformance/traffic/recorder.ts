import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import { Recorded } from './recorded.js';

/**
 * A recording proxy on loopback, one for each case, in front of any target. Every request through it belongs to the
 * case, with any key. It changes only the Host header: resets, truncation and silence pass through.
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
    const send = this.target.protocol === 'https:' ? https.request : http.request;
    const outgoing = send(new URL(this.target.origin + request.url), {
      method: request.method,
      headers: { ...request.headers, host: this.target.host },
      agent: false,
    });
    const breakOff = (why: string) => {
      recorded.broken ??= why;
      recorded.endMs ??= this.now();
      // The client sees the same: a reset before the answer, an early end within it.
      if (recorded.status === undefined) request.socket.resetAndDestroy();
      else request.socket.destroySoon();
    };
    request.on('data', (chunk: Buffer) => recorded.chunks.request.push(chunk));
    request.pipe(outgoing);
    response.on('close', () => {
      if (!response.writableFinished && recorded.broken === undefined) {
        recorded.clientLeft = true;
        recorded.endMs ??= this.now();
        outgoing.destroy();
      }
    });
    outgoing.on('error', (cause) => {
      // A server that answers before it has read the whole body may then close: its answer counts.
      if (!recorded.clientLeft && recorded.status === undefined) breakOff(cause.message);
    });
    outgoing.on('response', (answer) => this.#passAnswer(recorded, answer, response, breakOff));
  }

  #passAnswer(
    recorded: Recorded,
    answer: IncomingMessage,
    response: ServerResponse,
    breakOff: (why: string) => void,
  ): void {
    const status = answer.statusCode ?? 0;
    recorded.head = { status, headers: answer.headers };
    response.writeHead(status, answer.statusMessage, answer.rawHeaders);
    response.flushHeaders();
    answer.on('data', (chunk: Buffer) => {
      recorded.chunks.answer.push(chunk);
      if (!response.write(chunk)) answer.pause();
    });
    response.on('drain', () => answer.resume());
    answer.on('end', () => {
      recorded.endMs = this.now();
      response.end();
    });
    answer.on('error', (cause) => {
      if (!recorded.clientLeft) breakOff(`the answer broke off: ${cause.message}`);
    });
  }

  /** Relays a WebSocket message by message; a refused upgrade is refused with the same answer. */
  #relay(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const recorded = this.#begin(request);
    const upstream = new WebSocket(this.target.origin.replace(/^http/, 'ws') + request.url, {
      headers: { ...forwardedHeaders(request.headers), host: this.target.host },
      perMessageDeflate: false,
    });
    upstream.once('unexpected-response', (_, answer) => {
      recorded.head = { status: answer.statusCode ?? 0 };
      recorded.endMs = this.now();
      socket.write(`HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}\r\nConnection: close\r\n\r\n`);
      answer.pipe(socket);
    });
    upstream.once('error', (cause) => {
      recorded.broken ??= cause.message;
      socket.destroy();
    });
    upstream.once('open', () => {
      recorded.head = { status: 101 };
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
function forwardedHeaders(headers: http.IncomingHttpHeaders): http.OutgoingHttpHeaders {
  const own = /^(connection|upgrade|host|sec-websocket-(key|version|extensions))$/;
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !own.test(name)));
}
