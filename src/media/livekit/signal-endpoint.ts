import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { rejectUpgrade } from './reject-upgrade.js';
import type { RoomConnect } from './create-participant.js';
import type { Room } from './room.js';
import { signalControl, type SignalControl } from './signal-mode.js';
import {
  dialectOf,
  InvalidJoinRequestError,
  readSignalRequest,
  type SignalRequest,
} from './signal-request.js';
import type { KeyPair } from '../room-keys.js';
import { InvalidTokenError, tokenOf, verifyToken } from './tokens.js';

/** The HTTP answer that rejects a signal or validate request. */
interface SignalRejection {
  readonly status: number;
  readonly body: string;
}

type Authorized = RoomConnect & { readonly room: Room };

/** Two SDPs of the largest size, with tracks, fit. Decoding a list of empty items takes 200 ms a MB; ours. */
const MAX_MESSAGE_BYTES = 1 << 18;
const VALIDATE = '/validate';

const ROOM_NOT_FOUND: SignalRejection = { status: 404, body: 'requested room does not exist' };
const PAGE_NOT_FOUND: SignalRejection = { status: 404, body: '404 page not found' };
const INTERNAL_ERROR: SignalRejection = { status: 500, body: 'internal server error' };

const rejections: Partial<Record<SignalControl['mode'], SignalRejection>> = {
  validate_500: INTERNAL_ERROR,
  validate_service_not_found: PAGE_NOT_FOUND,
  room_not_found: ROOM_NOT_FOUND,
};

/** Serves LiveKit's signal paths: `/rtc` (V0) and `/rtc/v1` (V1), each with `validate` for clients that were rejected. */
export class SignalEndpoint {
  readonly #sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: MAX_MESSAGE_BYTES,
    // One message a turn: a client that sends thousands at once would stop all others.
    allowSynchronousEvents: false,
  });

  constructor(
    readonly keys: KeyPair,
    readonly rooms: ReadonlyMap<string, Room>,
    /** Called with each handshake whose token is refused. */
    readonly onRefused?: (request: IncomingMessage) => void,
    /** Called with each open socket, before it is read, and with the connection that it reads from. */
    readonly onSocket?: (webSocket: WebSocket, connection: Duplex) => void,
  ) {}

  /** Takes a WebSocket upgrade; false when the path is not LiveKit's. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean {
    const { pathname, searchParams } = urlOf(request);
    if (!isSignalPath(pathname)) return false;
    const dialect = dialectOf(pathname);
    if (!dialect) {
      rejectUpgrade(socket, PAGE_NOT_FOUND.status, PAGE_NOT_FOUND.body);
      return true;
    }
    void this.#authorize(request, () => readSignalRequest(dialect, searchParams)).then((result) => {
      if ('status' in result) {
        if (result.status === 401) this.onRefused?.(request);
        return rejectUpgrade(socket, result.status, result.body);
      }
      this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
        this.onSocket?.(webSocket, socket);
        result.room.connect(webSocket, result);
      });
    });
    return true;
  }

  /** Answers a plain HTTP request; false when the path is not LiveKit's. */
  handleRequest(request: IncomingMessage, response: ServerResponse): boolean {
    const { pathname, searchParams } = urlOf(request);
    if (!isSignalPath(pathname)) return false;
    const dialect = pathname.endsWith(VALIDATE) ? dialectOf(pathname.slice(0, -VALIDATE.length)) : undefined;
    if (!dialect) answer(response, PAGE_NOT_FOUND);
    else
      void this.#authorize(request, () => readSignalRequest(dialect, searchParams)).then((result) =>
        answer(response, 'status' in result ? result : { status: 200, body: 'success' }),
      );
    return true;
  }

  close(): void {
    for (const client of this.#sockets.clients) client.terminate();
    this.#sockets.close();
  }

  /** Never rejects. */
  async #authorize(
    request: IncomingMessage,
    read: () => SignalRequest,
  ): Promise<Authorized | SignalRejection> {
    try {
      const grants = await verifyToken(this.keys, tokenOf(request));
      const control = signalControl(grants.attributes);
      const room = this.rooms.get(grants.room);
      return (
        rejections[control.mode] ??
        (room ? { ...read(), grants, control, address: request.socket.remoteAddress, room } : ROOM_NOT_FOUND)
      );
    } catch (error) {
      if (error instanceof InvalidTokenError) return { status: error.status, body: error.message };
      if (error instanceof InvalidJoinRequestError) return { status: 400, body: error.message };
      return INTERNAL_ERROR;
    }
  }
}

function answer(response: ServerResponse, { status, body }: SignalRejection): void {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'access-control-allow-origin': '*',
  });
  response.end(body);
}

const isSignalPath = (path: string): boolean => path === '/rtc' || path.startsWith('/rtc/');

const urlOf = (request: IncomingMessage): URL => new URL(request.url ?? '/', 'http://host');
