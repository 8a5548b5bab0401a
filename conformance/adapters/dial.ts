import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { defaultTimeouts } from '../engine/timeouts.js';
import type { DiallingProgram } from './dialling-program.js';
import { linePrefix } from './protocol.js';
import type { OpenTransport, Transport, TransportEvents } from './transport.js';

/** A loopback WebSocket server for adapters without stdio: browsers, emulators, test runners. */
export interface DialIn {
  /** The adapter connects to this URL, which it finds in KIT_ADAPTER_URL. For one adapter at a time. */
  url: string;
  open: OpenTransport;
  close(): Promise<void>;
}

/** Called with the URL when the kit waits for an adapter. May start one, and pass on what it prints. */
type OnWaiting = (url: string, onNoise: (line: string) => void) => void | Promise<DiallingProgram>;

/** Listens for an adapter that connects by itself. A connection without the token is refused. */
export async function dialIn(onWaiting: OnWaiting, dialMs = defaultTimeouts.dialMs): Promise<DialIn> {
  const token = randomBytes(12).toString('hex');
  const http = createServer((_request, response) => response.writeHead(426).end('WebSocket only\n'));
  const server = new WebSocketServer({ noServer: true, maxPayload: 2 * 1024 * 1024 });
  let waiting: ((socket: WebSocket) => void) | undefined;
  http.on('upgrade', (request, socket, head) => {
    const url = new URL(request.url ?? '', 'ws://kit');
    if (url.searchParams.get('token') !== token || !waiting)
      return socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
    server.handleUpgrade(request, socket, head, (ws) => waiting?.(ws));
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const url = `ws://127.0.0.1:${(http.address() as AddressInfo).port}/adapter?token=${token}`;
  return {
    url,
    open: async (events) => {
      const connected = new Promise<WebSocket>((resolve) => (waiting = resolve));
      const program = await onWaiting(url, (line) => events.onNoise(line));
      try {
        return transportOver(await firstOf(connected, program, dialMs), program, events);
      } finally {
        waiting = undefined;
      }
    },
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  };
}

/** The connection, unless the program fails or the time is over first: then the program is stopped. */
async function firstOf(
  connected: Promise<WebSocket>,
  program: DiallingProgram | void,
  dialMs: number,
): Promise<WebSocket> {
  let timer: NodeJS.Timeout | undefined;
  const failed = new Promise<never>((_, reject) => {
    const late = `No adapter connected to KIT_ADAPTER_URL within ${dialMs} ms.`;
    timer = setTimeout(() => reject(new Error(late)), dialMs);
    // One that exits with 0 has started something elsewhere, like an app on a device.
    void program?.gone.then(({ ok, why }) => {
      if (!ok) reject(new Error(`The adapter ${why}`));
    });
  });
  try {
    return await Promise.race([connected, failed]);
  } catch (fault) {
    program?.stop();
    throw fault;
  } finally {
    clearTimeout(timer);
  }
}

function transportOver(
  socket: WebSocket,
  program: DiallingProgram | void,
  events: TransportEvents,
): Transport {
  const gone = new Promise<void>((resolve) => {
    socket.once('close', (code) => {
      resolve();
      events.onGone(`closed its socket with ${code}`);
    });
  });
  socket.on('error', () => undefined); // 'close' follows
  socket.on('message', (data, binary) => {
    if (binary) events.onNoise('<a binary frame>');
    else events.onLine(kitFirst((data as Buffer).toString('utf8')));
  });
  return {
    send: (line) => socket.send(line),
    stop: async (graceMs) => {
      const kill = setTimeout(() => socket.terminate(), graceMs);
      socket.close(1000);
      await gone;
      clearTimeout(kill);
      const force = setTimeout(() => program?.stop(), graceMs);
      await program?.gone;
      clearTimeout(force);
    },
  };
}

/** Moves `kit` to the front, where a line of the protocol has it: some languages sort the keys of objects. */
function kitFirst(text: string): string {
  if (text.startsWith(linePrefix)) return text;
  try {
    const { kit, ...rest } = JSON.parse(text) as Record<string, unknown>;
    return JSON.stringify({ kit, ...rest });
  } catch {
    return text;
  }
}
