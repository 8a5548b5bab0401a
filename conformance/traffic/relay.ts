import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import {
  forwardRequest,
  readRequest,
  withoutHopByHop,
  type Forward,
  type RelayedReply,
  type RelayedRequest,
} from './relay-http.js';
import { relaySocket, type SocketHook, type Upgrade } from './relay-socket.js';

/** What a relay does besides relaying. */
export interface RelayHooks {
  /** Called instead of forwarding: calls `forward` itself, or answers without it. */
  http?: (request: RelayedRequest, forward: Forward) => Promise<RelayedReply>;
  socket?: SocketHook;
  /** Changes the upgrade request, or refuses it. */
  upgrade?: (upgrade: Upgrade) => Upgrade;
}

export interface Relay {
  /** `http://127.0.0.1:<port>`. */
  url: string;
  close(): Promise<void>;
}

/**
 * A loopback server in front of a target: HTTP exchanges and WebSocket frames pass through it and its hooks. Server-sent
 * events are passed on as they arrive, without the hook seeing their body.
 */
export async function startRelay(target: string, hooks: RelayHooks = {}, port = 0): Promise<Relay> {
  const base = target.replace(/\/+$/, '');
  const sockets = new Set<Duplex>();
  const server = createServer((incoming, outgoing) => {
    relayRequest(base, incoming, outgoing, hooks).catch((fault: unknown) =>
      badGateway(base, outgoing, fault),
    );
  });
  // A client that reuses a connection must not get one that is just being closed.
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

async function relayRequest(
  base: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { http = (same, forward) => forward(same) }: RelayHooks,
): Promise<void> {
  const request = await readRequest(incoming);
  let streamed = false;
  const forward: Forward = (changed) =>
    forwardRequest(base, changed, (live) => {
      streamed = true;
      outgoing.writeHead(live.statusCode ?? 200, withoutHopByHop(live.headers));
      live.pipe(outgoing);
    });
  const reply = await http(request, forward);
  if (streamed) return;
  const headers = { ...reply.headers };
  if (request.method !== 'HEAD' && reply.status !== 204)
    headers['content-length'] ??= String(reply.body.length);
  outgoing.writeHead(reply.status, headers);
  if (reply.cutAfter === undefined) outgoing.end(reply.body);
  else outgoing.write(reply.body.subarray(0, reply.cutAfter), () => outgoing.destroy());
}

function badGateway(base: string, outgoing: ServerResponse, fault: unknown): void {
  if (outgoing.headersSent) return void outgoing.destroy();
  const detail = `${base} gave no answer: ${fault instanceof Error ? fault.message : String(fault)}`;
  outgoing.writeHead(502, { 'content-type': 'application/json' });
  outgoing.end(JSON.stringify({ detail }));
}
