import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { ApiError } from '../../contract/errors.js';
import type { ReadLipsyncPicture } from '../../media/lipsync/pictures.js';
import { effect } from '../../world/rules/effects/effect.js';
import type { Decision } from '../../world/rules/types.js';
import type { World } from '../../world/world.js';
import { acceptUpgrade } from '../gateway/accept-upgrade.js';
import { closeSocket } from '../gateway/close-socket.js';
import { admit, takeSlot } from '../gateway/admission.js';
import { addressOf } from '../gateway/frame-journal.js';
import { noSuchSocket } from '../gateway/no-such-socket.js';
import { readQuery } from '../gateway/query.js';
import { identifyCaller, type SocketCaller } from '../gateway/socket-caller.js';
import { LipsyncConnection } from './lipsync-connection.js';

const PATH = /^\/+router\/lipsync\/ws(?:\?|$)/;

/** Whether a request is for LipSync Live. */
export const isLipsyncPath = (url = '/'): boolean => PATH.test(url);

/** The catalogue's name for LipSync Live, which no request names. */
const MODEL = 'lipsync';
/** A song of 64 MiB in one message fits, in base64. No limit is known. */
const MAX_MESSAGE_BYTES = 96 * 1024 * 1024;
const GOING_AWAY = 1001;
const SHUTTING_DOWN = 'Server shutting down';

export interface LipsyncGatewayOptions {
  readonly world: World;
  /** What reads and draws the pictures; called for every session. */
  readonly pictures: () => ReadLipsyncPicture;
  /** Whether a token with origins admits a client without an Origin header; unknown for the real API. */
  readonly allowMissingOrigin: boolean;
  /** Sockets at once, over all accounts. */
  readonly maxSockets: number;
  readonly defect: (error: unknown) => void;
}

/** Turns WebSocket upgrades into LipSync Live sessions or refusals. */
export class LipsyncGateway {
  readonly #sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: MAX_MESSAGE_BYTES,
    // One message a turn: a client that sends thousands at once would stop all others.
    allowSynchronousEvents: false,
    clientTracking: false,
  });
  readonly #connections = new Set<LipsyncConnection>();

  constructor(readonly options: LipsyncGatewayOptions) {}

  async handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const { world, defect } = this.options;
    const caller = await identifyCaller(
      world,
      request,
      readQuery((request.url ?? '/').replace(/^\/{2,}/, '/')),
    );
    if (!this.#exists(caller)) return noSuchSocket(caller, socket);
    await acceptUpgrade(caller, socket, head, {
      operation: 'lipsync.connect',
      facts: {},
      sockets: this.#sockets,
      messages: world.messages,
      take: (webSocket, decision) => this.#open(caller, webSocket, decision),
      defect,
    });
  }

  close(): void {
    for (const connection of [...this.#connections]) {
      // At once: `close` does it a turn later, when the socket is gone.
      closeSocket(connection.socket, GOING_AWAY, SHUTTING_DOWN);
      connection.close(GOING_AWAY, SHUTTING_DOWN);
      connection.socket.terminate();
    }
    this.#sockets.close();
  }

  /** Before its first day the path is unknown; after its last one clients are refused with a text. */
  #exists({ account }: SocketCaller): boolean {
    const { catalogue } = this.options.world;
    return catalogue.resolve(MODEL, 'lipsync', account.catalogueDate()).state !== 'unknown';
  }

  /** @throws ApiError for a client that is not admitted */
  #open(caller: SocketCaller, socket: WebSocket, decision: Decision): void {
    const { world, pictures, allowMissingOrigin, maxSockets, defect } = this.options;
    const { request, query, identity, account } = caller;
    if (!identity) throw new ApiError('invalid_api_key');
    if (this.#connections.size >= maxSockets) throw new ApiError('at_capacity');
    const attempt = {
      identity,
      model: MODEL,
      surface: 'lipsync' as const,
      path: query.path,
      origin: request.headers.origin,
      fast: false,
    };
    const { creditsPerSecond, cap } = admit(world, attempt, allowMissingOrigin);
    const id = account.sessions.newId();
    takeSlot(account, id, { ...(cap && { cap }) });
    const connection: LipsyncConnection = new LipsyncConnection(
      socket,
      id,
      {
        account,
        creditsPerSecond,
        ...(cap && { cap }),
        readPicture: pictures(),
        address: addressOf(query),
      },
      {
        defect,
        onClose: () => this.#connections.delete(connection),
        silent: effect(decision.effects, 'silent') !== undefined,
      },
    );
    this.#connections.add(connection);
    const { record } = connection.session;
    account.sessions.open({ record, stop: () => connection.close(GOING_AWAY, 'Account reset') });
    connection.session.applyRules(decision, 'lipsync.connect');
  }
}
