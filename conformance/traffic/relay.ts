import {
  createServer,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
} from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { relaySocket, type SocketHook, type Upgrade } from './relay-socket.js';

/** Header names in lower case; several of one name joined with a comma. */
export type HeaderMap = Record<string, string>;

/** A request, read to its end. */
export interface RelayedRequest {
  method: string;
  /** Path and query as they came. */
  path: string;
  headers: HeaderMap;
  /** What the client took the relay for: the Host header. */
  host: string;
  /** Header names as the client spelt them. */
  spelling: readonly string[];
  body: Buffer;
}

/** An answer, read to its end. */
export interface RelayedReply {
  status: number;
  headers: HeaderMap;
  body: Buffer;
  /** Breaks the connection after this many bytes of the body. */
  cutAfter?: number;
}

/** Sends a request on to the target. Throws when nobody answers there. */
export type Forward = (request: RelayedRequest) => Promise<RelayedReply>;

/** What a relay does besides relaying. */
export interface RelayHooks {
  /** In the place of forwarding: it forwards itself, or answers otherwise. */
  http?: (request: RelayedRequest, forward: Forward) => Promise<RelayedReply>;
  socket?: SocketHook;
  /** Changes what the target is asked to upgrade, or refuses it. */
  upgrade?: (upgrade: Upgrade) => Upgrade;
}

export interface Relay {
  /** `http://127.0.0.1:<port>`. */
  url: string;
  close(): Promise<void>;
}

const hopByHop = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'te',
  'trailer',
  'upgrade',
  'host',
]);

/**
 * A loopback server in front of a target: HTTP exchanges and WebSocket frames pass through it, and its hooks.
 * Server-sent events are passed on as they come, without the hook seeing their body.
 */
export async function startRelay(target: string, hooks: RelayHooks = {}, port = 0): Promise<Relay> {
  const base = target.replace(/\/+$/, '');
  const sockets = new Set<Duplex>();
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const request = await readRequest(incoming);
      let streamed = false;
      const forward: Forward = (changed) =>
        send(base, changed, (live) => {
          streamed = true;
          outgoing.writeHead(live.statusCode ?? 200, passed(live.headers));
          live.pipe(outgoing);
        });
      const reply = await (hooks.http ?? ((same, on) => on(same)))(request, forward);
      if (streamed) return;
      const headers = { ...reply.headers };
      if (request.method !== 'HEAD' && reply.status !== 204) {
        headers['content-length'] ??= String(reply.body.length);
      }
      outgoing.writeHead(reply.status, headers);
      if (reply.cutAfter === undefined) outgoing.end(reply.body);
      else outgoing.write(reply.body.subarray(0, reply.cutAfter), () => outgoing.destroy());
    })().catch((fault: unknown) => {
      if (outgoing.headersSent) return void outgoing.destroy();
      const detail = `${base} gave no answer: ${fault instanceof Error ? fault.message : String(fault)}`;
      outgoing.writeHead(502, { 'content-type': 'application/json' });
      outgoing.end(JSON.stringify({ detail }));
    });
  });
  // A client that reuses a connection must not meet one that is just being closed.
  server.keepAliveTimeout = 120_000;
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('upgrade', (incoming: IncomingMessage, socket: Duplex, head: Buffer) =>
    relaySocket(base, incoming, socket, head, hooks.socket, hooks.upgrade),
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

async function readRequest(incoming: IncomingMessage): Promise<RelayedRequest> {
  return {
    method: incoming.method ?? 'GET',
    path: incoming.url ?? '/',
    headers: passed(incoming.headers),
    host: incoming.headers.host ?? '',
    spelling: incoming.rawHeaders.filter((_, index) => index % 2 === 0),
    body: await readAll(incoming),
  };
}

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Headers without those that concern one hop. */
function passed(headers: IncomingHttpHeaders): HeaderMap {
  const all: HeaderMap = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !hopByHop.has(name))
      all[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return all;
}

/** A server may answer before it has read the whole body, so what fails after the answer began is no fault. */
function send(
  base: string,
  request: RelayedRequest,
  stream: (answer: IncomingMessage) => void,
): Promise<RelayedReply> {
  const url = new URL(base + request.path);
  const bodyless = request.body.length === 0 && ['GET', 'HEAD', 'OPTIONS'].includes(request.method);
  const headers = { ...request.headers };
  if (bodyless) delete headers['content-length'];
  else headers['content-length'] = String(request.body.length);
  return new Promise((resolve, reject) => {
    const start = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const outgoing = start(url, { method: request.method, headers }, (answer) => {
      const status = answer.statusCode ?? 502;
      if (/^text\/event-stream/.test(answer.headers['content-type'] ?? '')) {
        stream(answer);
        resolve({ status, headers: passed(answer.headers), body: Buffer.alloc(0) });
        return;
      }
      readAll(answer).then((body) => resolve({ status, headers: passed(answer.headers), body }), reject);
    });
    outgoing.on('error', reject);
    outgoing.end(request.body);
  });
}
