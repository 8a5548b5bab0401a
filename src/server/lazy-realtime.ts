import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { ApiError } from '../contract/errors.js';
import { refuseRaw } from '../http/connection/refuse-raw.js';
import type { Realtime, RealtimeOptions } from '../realtime/index.js';
import type { World } from '../world/world.js';

/** Loads the realtime part with the first client that needs it: most runs never do, and starting must be fast. */
export class LazyRealtime {
  #loading: Promise<Realtime> | undefined;
  #loaded: Realtime | undefined;

  constructor(
    readonly world: World,
    readonly options: RealtimeOptions,
  ) {}

  load(): Promise<Realtime> {
    this.#loading ??= import('../realtime/index.js').then(
      ({ Realtime }) => (this.#loaded = new Realtime(this.world, this.options)),
    );
    return this.#loading;
  }

  /** Loads everything that a first session would wait for, in parts: each begins when `quiet` resolves. */
  async loadAhead(quiet: () => Promise<void>): Promise<void> {
    await quiet();
    await (await this.load()).loadAhead(quiet);
  }

  readonly upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    // For the socket's lifetime: Node removes its own listener here, and without one a client's reset ends the process.
    socket.on('error', ignore);
    if (this.#loaded) return this.#loaded.handleUpgrade(request, socket, head);
    this.load().then(
      (realtime) => realtime.handleUpgrade(request, socket, head),
      (error: unknown) => {
        this.options.onDefect(error, 'loading realtime');
        refuseRaw(socket, new ApiError('internal'));
      },
    );
  };

  /** False when the request is not for realtime. */
  async request(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    return (await this.load()).handleRequest(request, response);
  }

  async close(): Promise<void> {
    await (await this.#loading)?.close();
  }
}

const ignore = (): void => undefined;
