import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Router, type Express } from 'express';
import { isAllowedOrigin } from '../contract/origin.js';
import { createHttpApp } from '../http/app.js';
import type { HttpContext } from '../http/pipeline/context.js';
import { LazyRenderer } from '../http/lazy-renderer.js';
import { sessionRouter } from '../http/routes/sessions.js';
import { UploadStore } from '../http/uploads/upload-store.js';
import { controlRouter } from '../control/router.js';
import { HttpConnections } from './connections.js';
import { LazyRealtime } from './lazy-realtime.js';
import { listen } from './listen.js';
import { portWarnings } from './unfit-ports.js';
import { noteRefusedToken } from '../realtime/refused-token.js';
import type { RealtimeOptions } from '../realtime/options.js';
import { MALFORMED } from '../world/rules/operations.js';
import { pause } from '../world/time/host-time.js';
import type { World } from '../world/world.js';

export interface ServerOptions {
  readonly host: string;
  /** 0 for a free one. */
  readonly port: number;
  /** Name of the renderer. */
  readonly render: string;
  readonly cors: string | null;
  /** Token that the control API requires in `x-mock-token`; undefined admits all requests of this machine. */
  readonly controlToken: string | undefined;
  readonly realtime: Omit<RealtimeOptions, 'onDefect' | 'onWarning' | 'listensOn'>;
  readonly onDefect: (error: unknown, what: string) => void;
  /** Receives what the user of the server should change. */
  readonly onWarning: (warning: string) => void;
}

/** The mock server: the API, realtime and the control API on one port. */
export class MockServer {
  readonly blobs: UploadStore;
  readonly realtime: LazyRealtime;
  /** All routes. */
  readonly app: Express;
  readonly #connections: HttpConnections;
  #closing: Promise<void> | undefined;

  constructor(
    readonly world: World,
    readonly options: ServerOptions,
  ) {
    this.blobs = new UploadStore(world.limits, () => world.sweep());
    this.realtime = new LazyRealtime(world, {
      ...options.realtime,
      listensOn: options.host,
      onDefect: options.onDefect,
      onWarning: options.onWarning,
    });
    this.app = createHttpApp({
      world,
      blobs: this.blobs,
      media: new LazyRenderer(options.render),
      cors: options.cors,
      admitsOrigin: originCheck(options.realtime),
      onDefect: (error, request) => options.onDefect(error, `${request.method} ${request.path}`),
      more: (face) => [
        livekitRouter(world, this.realtime),
        sessionRouter(face, async () => (await this.realtime.load()).httpSessions),
        controlRouter({ world, blobs: this.blobs, token: options.controlToken, onDefect: options.onDefect }),
      ],
    });
    this.#connections = new HttpConnections({
      app: this.app,
      upgrade: this.realtime.upgrade,
      refused: (error, request) => world.unattributed.refused(MALFORMED, request, error),
    });
  }

  get httpServer(): Server {
    return this.#connections.server;
  }

  /** Warns about a port that some clients cannot use. @throws the listener's error: EADDRINUSE, EACCES ... */
  async listen(): Promise<AddressInfo> {
    const address = await listen(this.httpServer, this.options.port, this.options.host);
    for (const warning of portWarnings(address.port)) this.options.onWarning(warning);
    this.blobs
      .sweep()
      .catch((error: unknown) => this.options.onDefect(error, 'removing temporary files of ended processes'));
    return address;
  }

  /** True as soon as it starts to close. */
  get closed(): boolean {
    return this.#closing !== undefined;
  }

  /** Lets answers in flight finish for `graceMs`, then closes all connections. */
  close(graceMs = 500): Promise<void> {
    this.#closing ??= this.#close(graceMs);
    return this.#closing;
  }

  async #close(graceMs: number): Promise<void> {
    this.#connections.drain();
    const realtimeClosed = this.realtime
      .close()
      .catch((error: unknown) => this.options.onDefect(error, 'closing realtime'));
    const closed = new Promise<void>((resolve) => this.httpServer.close(() => resolve()));
    this.httpServer.closeIdleConnections();
    await Promise.race([Promise.all([realtimeClosed, closed]), pause(graceMs)]);
    this.#connections.destroy();
    await closed;
    await this.world.resetAll();
    this.blobs.close();
  }
}

/** Whether an HTTP request may use a client token: always, unless origins are enforced everywhere. */
const originCheck = ({
  origins,
  allowMissingOrigin = true,
}: ServerOptions['realtime']): HttpContext['admitsOrigin'] =>
  origins === 'everywhere'
    ? (token, origin) => isAllowedOrigin(origin, token.options.allowedOrigins, allowMissingOrigin)
    : () => true;

/** LiveKit's own HTTP paths. A refused token shows no account. */
function livekitRouter(world: World, realtime: LazyRealtime): Router {
  const router = Router();
  router.use(['/rtc', '/twirp'], (request, response, next) => {
    request.url = request.originalUrl;
    response.once('finish', () => {
      if (response.statusCode === 401) noteRefusedToken(world, request);
    });
    realtime.request(request, response).then((taken) => {
      if (!taken) next();
    }, next);
  });
  return router;
}
