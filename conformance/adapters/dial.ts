import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { linePrefix } from './protocol.js';
import { lines } from './stdio.js';
import type { OpenTransport } from './transport.js';

/** A place where adapters without stdio report: browsers, emulators, test runners. */
export interface DialIn {
  /** What the adapter must connect to, as KIT_ADAPTER_URL. Good for one adapter at a time. */
  url: string;
  open: OpenTransport;
  close(): Promise<void>;
}

/** A program that was started to dial out. */
export interface Dialling {
  /** How it ended, once it has: whether with 0, and in words, with its last lines. */
  gone: Promise<{ ok: boolean; why: string }>;
  stop(): void;
}

/**
 * Listens on loopback for an adapter that dials out. `onWaiting` is told the URL whenever one is awaited, and may start
 * the adapter and hand on what it prints. A connection without the token is refused.
 */
export async function dialIn(
  onWaiting: (url: string, onNoise: (line: string) => void) => void | Promise<Dialling>,
  patienceMs = 60_000,
): Promise<DialIn> {
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
      let timer: NodeJS.Timeout | undefined;
      const dialled = new Promise<WebSocket>((resolve) => (waiting = resolve));
      const program = await onWaiting(url, (line) => events.onNoise(line));
      const failed = new Promise<never>((_, reject) => {
        const late = `No adapter connected to KIT_ADAPTER_URL within ${patienceMs} ms.`;
        timer = setTimeout(() => reject(new Error(late)), patienceMs);
        // One that leaves with 0 has started something elsewhere, like an app on a device.
        void program?.gone.then(({ ok, why }) => {
          if (!ok) reject(new Error(`The adapter ${why}`));
        });
      });
      const socket = await Promise.race([dialled, failed])
        .catch((fault: unknown) => {
          program?.stop();
          throw fault;
        })
        .finally(() => {
          clearTimeout(timer);
          waiting = undefined;
        });
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
    },
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  };
}

/** Starts a program that dials out, without a shell. Throws when there is no such program. */
export async function startDialling(
  [program, ...args]: readonly [string, ...string[]],
  url: string,
  onNoise: (line: string) => void,
): Promise<Dialling> {
  const env = { ...process.env, KIT_ADAPTER_URL: url };
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
  const last: string[] = [];
  const hear = (line: string) => {
    if (last.push(line) > 20) last.shift();
    onNoise(line);
  };
  lines(child.stdout, hear);
  lines(child.stderr, hear);
  const gone = new Promise<{ ok: boolean; why: string }>((resolve) => {
    child.once('close', (code, signal) => {
      const words = last.length > 0 ? ` Its last lines:\n${last.join('\n')}` : '';
      resolve({ ok: code === 0, why: `exited with ${signal ?? `code ${String(code)}`}.${words}` });
    });
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (cause) =>
      reject(new Error(`Cannot start "${program}": ${cause.message}`, { cause })),
    );
  });
  return { gone, stop: () => void child.kill('SIGKILL') };
}

/** A frame with `kit` as its first key, as a line of the protocol has it: some languages sort the keys of objects. */
function kitFirst(text: string): string {
  if (text.startsWith(linePrefix)) return text;
  try {
    const { kit, ...rest } = JSON.parse(text) as Record<string, unknown>;
    return JSON.stringify({ kit, ...rest });
  } catch {
    return text;
  }
}
