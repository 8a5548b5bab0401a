import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer, type RawData } from 'ws';

/** One WebSocket message. */
export interface RelayedFrame {
  from: 'client' | 'server';
  data: Buffer;
  binary: boolean;
}

/** How a connection ended, and who ended it. */
export interface SocketEnd {
  by: 'client' | 'server';
  code: number;
  reason: string;
}

/** The two ends of a relayed connection, for a hook that does more than to change frames. */
export interface SocketPair {
  /** Path and query as the client asked. */
  path: string;
  headers: Record<string, string>;
  /** What the client took the relay for: the Host header. */
  host: string;
  toClient: (data: Buffer | string, binary?: boolean) => void;
  toServer: (data: Buffer | string, binary?: boolean) => void;
  /** Closes both ends; without a code, as if the line had been cut. */
  end(code?: number, reason?: string): void;
}

/** What happens to one connection. */
export interface SocketWatcher {
  /** What goes on in the place of a frame: by default the frame itself. */
  frame?: (frame: RelayedFrame) => RelayedFrame[];
  /** The end, on its way from one side to the other: what the other side is told. */
  ended?: (end: SocketEnd) => SocketEnd;
  /** The target refused the upgrade with this status. */
  refused?: (status: number) => void;
}

/** A WebSocket upgrade on its way to the target. */
export interface Upgrade {
  /** Path and query. */
  path: string;
  headers: Record<string, string>;
  /** Refuses it with this status, without asking the target. */
  refuse?: number;
  /** Leaves pings of the client unanswered. */
  deaf?: boolean;
}

/** Called for every connection once both ends are there, and also when the target refuses. */
export type SocketHook = (pair: SocketPair) => SocketWatcher;

const acceptor = new WebSocketServer({ noServer: true, perMessageDeflate: false });
const deafAcceptor = new WebSocketServer({ noServer: true, perMessageDeflate: false, autoPong: false });
const ownHeaders = /^(sec-websocket|connection$|upgrade$|host$)/;

/** Connects an upgrade to the same path of the target, frame by frame. */
export function relaySocket(
  base: string,
  incoming: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  hook: SocketHook | undefined,
  change: (upgrade: Upgrade) => Upgrade = (same) => same,
): void {
  const asked: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (typeof value === 'string' && !ownHeaders.test(name)) asked[name] = value;
  }
  const { path, headers, refuse, deaf } = change({ path: incoming.url ?? '/', headers: asked });
  if (refuse !== undefined) {
    socket.end(`HTTP/1.1 ${refuse} Refused\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
    return;
  }
  const protocols = (incoming.headers['sec-websocket-protocol'] ?? '').split(/\s*,\s*/).filter(Boolean);
  const server = new WebSocket(base.replace(/^http/, 'ws') + path, protocols, {
    headers,
    perMessageDeflate: false,
  });
  let client: WebSocket | undefined;
  let over = false;
  const send =
    (to: () => WebSocket | undefined) =>
    (data: Buffer | string, binary = false) =>
      to()?.send(data, { binary });
  const pair: SocketPair = {
    path,
    headers,
    host: incoming.headers.host ?? '',
    toClient: send(() => client),
    toServer: send(() => server),
    end: (code, reason) => {
      over = true;
      for (const each of [client, server]) close(each, code ?? 1006, reason ?? '');
    },
  };
  const early: RelayedFrame[] = [];
  let watcher: SocketWatcher | undefined;
  const pass = (frame: RelayedFrame) => {
    if (over) return;
    if (!client || !watcher) return void early.push(frame);
    for (const each of watcher.frame?.(frame) ?? [frame]) {
      (each.from === 'client' ? pair.toServer : pair.toClient)(each.data, each.binary);
    }
  };
  const ended = (end: SocketEnd) => {
    if (over) return;
    over = true;
    const told = watcher?.ended?.(end) ?? end;
    close(end.by === 'client' ? server : client, told.code, told.reason);
  };

  server.on('message', (data, binary) => pass({ from: 'server', data: whole(data), binary }));
  server.on('close', (code, reason) => ended({ by: 'server', code, reason: reason.toString() }));
  server.on('error', () => {
    if (!client) socket.destroy();
  });
  server.on('unexpected-response', (_, answer) => {
    hook?.(pair).refused?.(answer.statusCode ?? 502);
    socket.write(
      `HTTP/1.1 ${answer.statusCode ?? 502} ${answer.statusMessage ?? ''}\r\nconnection: close\r\n\r\n`,
    );
    answer.pipe(socket);
  });
  server.on('open', () => {
    (deaf ? deafAcceptor : acceptor).handleUpgrade(incoming, socket, head, (opened) => {
      client = opened;
      watcher = hook?.(pair) ?? {};
      opened.on('message', (data, binary) => pass({ from: 'client', data: whole(data), binary }));
      opened.on('close', (code, reason) => ended({ by: 'client', code, reason: reason.toString() }));
      opened.on('error', () => undefined);
      for (const frame of early.splice(0)) pass(frame);
    });
  });
  socket.on('error', () => undefined);
}

/** 1005 and 1006 say that there was no code, so they cannot be sent: no code is sent, or the line is cut. */
function close(socket: WebSocket | undefined, code: number, reason: string): void {
  if (code === 1006) socket?.terminate();
  else if (code === 1005) socket?.close();
  else socket?.close(code, reason);
}

function whole(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return Buffer.isBuffer(data) ? data : Buffer.from(data);
}
