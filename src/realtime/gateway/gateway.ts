import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { ApiError } from '../../contract/errors.js';
import { isAllowedOrigin } from '../../contract/origin.js';
import { effect } from '../../world/rules/effects/effect.js';
import type { Decision } from '../../world/rules/types.js';
import type { World } from '../../world/world.js';
import type { MediaLayer } from '../media/media-layer.js';
import { acceptUpgrade } from './accept-upgrade.js';
import { admit, takeSlot, type AdmissionTerms } from './admission.js';
import { ControlSocket, RealtimeConnection } from './connection.js';
import { addressOf } from './frame-journal.js';
import { noSuchSocket } from './no-such-socket.js';
import { requestedOutput } from './output-query.js';
import { readQuery } from './query.js';
import { findRealtimePath, requestedModel } from './realtime-path.js';
import { identifyCaller, isPython, TRIAL_PATH, type SocketCaller } from './socket-caller.js';
import { websocketUrl } from './upgrade.js';
import { ViewerConnection } from './viewer-connection.js';

/** Largest message: base64 images of several MB are normal (facts: sdk-python-android-ios.md 10). */
const MAX_MESSAGE_BYTES = 32 * 1024 * 1024;
const GOING_AWAY = 1001;
const SHUTTING_DOWN = 'Server shutting down';
/** Trials took 5 to 10 seconds in 2025 (facts: api.md 3.3). */
const TRIAL_SECONDS = 10;

export interface GatewayOptions {
  readonly world: World;
  readonly media: MediaLayer;
  /** Whether a token with origins admits a client without an Origin header; unknown for the real API. */
  readonly allowMissingOrigin: boolean;
  /** Whether viewers are held to the origins of their tokens too. */
  readonly originsEverywhere: boolean;
  /** Control sockets at once, over all accounts. */
  readonly maxSockets: number;
  readonly defect: (error: unknown) => void;
}

/** Turns WebSocket upgrades into sessions, viewers or rejections. */
export class Gateway {
  readonly #sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: MAX_MESSAGE_BYTES,
    // One message a turn: a client that sends thousands at once would stop all others.
    allowSynchronousEvents: false,
    clientTracking: false,
    WebSocket: ControlSocket,
  });
  readonly #connections = new Map<string, RealtimeConnection>();
  readonly #viewers = new Set<WebSocket>();

  constructor(readonly options: GatewayOptions) {}

  /** A running session of any account. */
  connection(sessionId: string): RealtimeConnection | undefined {
    return this.#connections.get(sessionId);
  }

  /** The caller keeps a listener on the socket's errors. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#handle(request, socket, head).catch((error: unknown) => {
      this.options.defect(error);
      socket.destroy();
    });
  }

  close(): void {
    for (const connection of [...this.#connections.values()]) {
      connection.abort(GOING_AWAY, SHUTTING_DOWN);
      connection.socket.terminate();
    }
    for (const socket of this.#viewers) socket.terminate();
    this.#sockets.close();
  }

  async #handle(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const { world } = this.options;
    const query = readQuery((request.url ?? '/').replace(/^\/{2,}/, '/'));
    const watchedId = /^\/subscribe\/(.+)$/.exec(query.path)?.[1];
    const caller = await identifyCaller(world, request, query);
    const { account } = caller;
    const path = findRealtimePath(world, query.path, account.catalogueDate());
    if (!path && watchedId === undefined) return noSuchSocket(caller, socket);

    const model = requestedModel(query, path);
    await acceptUpgrade(caller, socket, head, {
      operation: 'realtime.connect',
      facts: { model },
      sockets: this.#sockets,
      messages: world.messages,
      take: (webSocket, decision) =>
        watchedId === undefined
          ? this.#admit(caller, webSocket as ControlSocket, model, decision)
          : this.#addViewer(caller, webSocket, watchedId),
      defect: this.options.defect,
    });
  }

  /** @throws ApiError for a client that is not admitted */
  #admit(caller: SocketCaller, socket: ControlSocket, model: string, decision: Decision): void {
    const { world, allowMissingOrigin, maxSockets } = this.options;
    const { request, query, identity, account } = caller;
    if (!identity) throw new ApiError('invalid_api_key');
    if (this.#connections.size >= maxSockets) throw new ApiError('at_capacity');
    const attempt = {
      identity,
      model,
      surface: 'realtime' as const,
      path: query.path,
      origin: request.headers.origin,
      fast: query.values.get('speed') === 'fast',
    };
    const terms = admit(world, attempt, allowMissingOrigin);
    const id = account.sessions.newId();
    takeSlot(account, id, terms);
    const silent = effect(decision.effects, 'silent') !== undefined;
    const connection = this.#connect(caller, socket, id, terms, silent);
    this.#connections.set(id, connection);
    account.sessions.open(connection);
    connection.session.applyEffects(decision.effects, 'realtime.connect', decision.rules);
  }

  #connect(
    { account, query, request }: SocketCaller,
    socket: ControlSocket,
    id: string,
    terms: AdmissionTerms,
    silent: boolean,
  ): RealtimeConnection {
    const { media, defect } = this.options;
    const isTrial = query.path === TRIAL_PATH;
    return new RealtimeConnection(
      socket,
      id,
      { account, ...terms, ...(isTrial && { trialSeconds: TRIAL_SECONDS }) },
      addressOf(query),
      {
        media,
        output: requestedOutput(query.values, terms.model, account.pace),
        transport: request.socket,
        ownUrl: websocketUrl(request),
        candidatesInAnswer: isPython(query),
        clientAddress: request.socket.remoteAddress,
        defect,
        onClose: this.#forget,
      },
      silent,
    );
  }

  readonly #forget = (sessionId: string): void => void this.#connections.delete(sessionId);

  /** Adds a viewer of a direct session. @throws ApiError session_not_found, origin_not_allowed */
  #addViewer(
    { account, identity, query, request }: SocketCaller,
    socket: WebSocket,
    sessionId: string,
  ): void {
    const { originsEverywhere, allowMissingOrigin } = this.options;
    const origins = originsEverywhere ? identity?.token?.options.allowedOrigins : undefined;
    if (!isAllowedOrigin(request.headers.origin, origins, allowMissingOrigin))
      throw new ApiError('origin_not_allowed');
    const connection = this.#connections.get(sessionId);
    const watched = connection?.direct?.peer;
    // That only the session's organisation may watch is inferred.
    if (!watched || connection.session.terms.account.organisation !== account.organisation)
      throw new ApiError('session_not_found');
    this.#viewers.add(socket);
    socket.on('close', () => this.#viewers.delete(socket));
    const { media, defect } = this.options;
    const candidatesInAnswer = isPython(query);
    const clientAddress = request.socket.remoteAddress;
    const own = { candidatesInAnswer, clientAddress };
    new ViewerConnection(socket, { account, sessionId, watched, media, ...own, defect });
  }
}
