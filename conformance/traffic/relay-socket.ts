import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer, type RawData } from 'ws';

/** One WebSocket message. */
export interface RelayedFrame {
  from: 'client' | 'server';
  data: Buffer;
  binary: boolean;
}

/** How a connection ended, and which side ended it. */
export interface SocketEnd {
  by: 'client' | 'server';
  code: number;
  reason: string;
}

/** The two ends of a relayed connection, for a hook that does more than change frames. */
export interface SocketPair {
  /** Path and query of the client's request. */
  path: string;
  headers: Record<string, string>;
  /** The Host header of the client. */
  host: string;
  toClient: (data: Buffer | string, binary?: boolean) => void;
  toServer: (data: Buffer | string, binary?: boolean) => void;
  /** Closes both ends; without a code, as if the connection had been cut. */
  end(code?: number, reason?: string): void;
}

/** Observes and changes one connection. */
export interface SocketWatcher {
  /** What is passed on instead of a frame: by default the frame itself. */
  frame?: (frame: RelayedFrame) => RelayedFrame[];
  /** Called when one side ends. Returns the end that the other side gets; undefined leaves it open. */
  ended?: (end: SocketEnd) => SocketEnd | undefined;
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

/** Called for every connection once both ends are open, and also when the target refuses. */
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
  const upgrade = change({ path: incoming.url ?? '/', headers: forwardedHeaders(incoming) });
  if (upgrade.refuse !== undefined) {
    socket.end(`HTTP/1.1 ${upgrade.refuse} Refused\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
    return;
  }
  const protocols = (incoming.headers['sec-websocket-protocol'] ?? '').split(/\s*,\s*/).filter(Boolean);
  const server = new WebSocket(base.replace(/^http/, 'ws') + upgrade.path, protocols, {
    headers: upgrade.headers,
    perMessageDeflate: false,
  });
  const relay = new RelayedSocket(upgrade, incoming.headers.host ?? '', server, hook);
  server.on('error', () => {
    if (!relay.connected) socket.destroy();
  });
  server.on('unexpected-response', (_, answer) => {
    relay.refused(answer.statusCode ?? 502);
    socket.write(
      `HTTP/1.1 ${answer.statusCode ?? 502} ${answer.statusMessage ?? ''}\r\nconnection: close\r\n\r\n`,
    );
    answer.pipe(socket);
  });
  server.on('open', () => {
    (upgrade.deaf ? deafAcceptor : acceptor).handleUpgrade(incoming, socket, head, (client) =>
      relay.connect(client),
    );
  });
  socket.on('error', () => undefined);
}

/** A connection to the target and, once it is open, the client's. */
class RelayedSocket {
  readonly #pair: SocketPair;
  #client: WebSocket | undefined;
  #watcher: SocketWatcher | undefined;
  #over = false;
  /** Frames of the server from before the client is connected. */
  readonly #early: RelayedFrame[] = [];

  constructor(
    { path, headers }: Upgrade,
    host: string,
    private readonly server: WebSocket,
    private readonly hook: SocketHook | undefined,
  ) {
    this.#pair = {
      path,
      headers,
      host,
      toClient: (data, binary = false) => this.#client?.send(data, { binary }),
      toServer: (data, binary = false) => server.send(data, { binary }),
      end: (code = 1006, reason = '') => {
        this.#over = true;
        for (const each of [this.#client, server]) close(each, code, reason);
      },
    };
    server.on('message', (data, binary) => this.#pass({ from: 'server', data: whole(data), binary }));
    server.on('close', (code, reason) => this.#ended({ by: 'server', code, reason: reason.toString() }));
  }

  get connected(): boolean {
    return this.#client !== undefined;
  }

  refused(status: number): void {
    this.hook?.(this.#pair).refused?.(status);
  }

  connect(client: WebSocket): void {
    this.#client = client;
    this.#watcher = this.hook?.(this.#pair) ?? {};
    client.on('message', (data, binary) => this.#pass({ from: 'client', data: whole(data), binary }));
    client.on('close', (code, reason) => this.#ended({ by: 'client', code, reason: reason.toString() }));
    client.on('error', () => undefined); // 'close' follows
    for (const frame of this.#early.splice(0)) this.#pass(frame);
  }

  #pass(frame: RelayedFrame): void {
    if (this.#over) return;
    if (!this.#watcher) return void this.#early.push(frame);
    for (const each of this.#watcher.frame?.(frame) ?? [frame]) {
      (each.from === 'client' ? this.#pair.toServer : this.#pair.toClient)(each.data, each.binary);
    }
  }

  #ended(end: SocketEnd): void {
    if (this.#over) return;
    this.#over = true;
    const passed = this.#watcher?.ended ? this.#watcher.ended(end) : end;
    if (passed) close(end.by === 'client' ? this.server : this.#client, passed.code, passed.reason);
  }
}

function forwardedHeaders({ headers }: IncomingMessage): Record<string, string> {
  const forwarded: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === 'string' && !ownHeaders.test(name)) forwarded[name] = value;
  }
  return forwarded;
}

/** 1005 and 1006 mean that there was no code, and cannot be sent: no code is sent, or the connection is cut. */
function close(socket: WebSocket | undefined, code: number, reason: string): void {
  if (code === 1006) socket?.terminate();
  else if (code === 1005) socket?.close();
  else socket?.close(code, reason);
}

function whole(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return Buffer.isBuffer(data) ? data : Buffer.from(data);
}
