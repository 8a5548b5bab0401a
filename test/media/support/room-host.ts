import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import {
  createRoomServer,
  type RoomServer,
  type RoomServerOptions,
} from '../../../src/media/livekit/room-server.js';
import type { RoomEvents } from '../../../src/media/livekit/room-events.js';
import { EchoRenderer } from '../../../src/media/live/echo.js';
import { TestcardRenderer } from '../../../src/media/live/testcard.js';
import type { RendererChoice } from '../../../src/media/live/renderer.js';
import { PATIENCE_MS } from '../../support/patience.js';

export const echo: RendererChoice = { name: 'echo', reason: 'test', create: () => new EchoRenderer() };
export const testcard: RendererChoice = {
  name: 'testcard',
  reason: 'test',
  create: () => new TestcardRenderer(),
};

/** The pair that signs the tokens of rooms in these tests. */
export const KEYS = { key: 'devkey', secret: 'secret' } as const;

export function countingIds(prefix = 'id'): () => string {
  let next = 0;
  return () => `${prefix}${++next}`;
}

export interface RoomHost extends AsyncDisposable {
  readonly rooms: RoomServer;
  readonly server: Server;
  /** `ws://127.0.0.1:port` */
  readonly url: string;
  /** The upgraded TCP connections, in order. */
  readonly sockets: readonly Duplex[];
}

/** A room server on an HTTP server of its own. */
export async function hostRooms(options: Partial<RoomServerOptions> = {}): Promise<RoomHost> {
  const rooms = createRoomServer({ keys: KEYS, renderer: testcard, ids: countingIds(), ...options });
  const server = createServer((request, response) => {
    if (!rooms.handleRequest(request, response)) response.writeHead(418).end();
  });
  const sockets: Duplex[] = [];
  server.on('upgrade', (request, socket, head) => {
    sockets.push(socket);
    if (!rooms.handleUpgrade(request, socket, head)) socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    rooms,
    server,
    sockets,
    url: `ws://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      await rooms.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Records room events by name, and lets a test wait for one. */
export class EventLog {
  readonly seen: { readonly name: keyof RoomEvents; readonly detail: unknown }[] = [];
  readonly #waiting = new Set<() => void>();
  readonly events: RoomEvents = new Proxy(
    {},
    {
      get: (_, name: keyof RoomEvents) => (detail: unknown) => {
        this.seen.push({ name, detail });
        for (const wake of this.#waiting) wake();
      },
    },
  );

  names(): string[] {
    return this.seen.map(({ name }) => name);
  }

  details<T>(name: keyof RoomEvents): T[] {
    return this.seen.flatMap((event) => (event.name === name ? [event.detail as T] : []));
  }

  /** Resolves with the detail of the first matching event of that name. */
  until<T = unknown>(
    name: keyof RoomEvents,
    fits: (detail: T) => boolean = () => true,
    ms = PATIENCE_MS,
  ): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const check = (): void => {
        const found = this.details<T>(name).find(fits);
        if (found === undefined && !this.names().includes(name)) return;
        if (!this.details<T>(name).some(fits)) return;
        done();
        resolve(found as T);
      };
      const timer = setTimeout(() => {
        done();
        reject(new Error(`No "${name}" within ${ms} ms; seen: ${this.names().join(', ') || 'nothing'}.`));
      }, ms);
      const done = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(check);
      };
      this.#waiting.add(check);
      check();
    });
  }
}

/** Waits until `check` returns neither undefined nor false. */
export async function eventually<T>(
  what: string,
  check: () => T | undefined | false,
  ms = PATIENCE_MS,
): Promise<T> {
  const deadline = Date.now() + ms;
  for (;;) {
    const value = check();
    if (value !== undefined && value !== false) return value;
    if (Date.now() > deadline) throw new Error(`Not within ${ms} ms: ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
