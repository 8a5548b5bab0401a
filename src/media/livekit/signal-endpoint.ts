import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { rejectUpgrade } from './reject-upgrade.js';
import type { Room, RoomConnect } from './room.js';
import { signalControl, type SignalControl } from './signal-mode.js';
import { InvalidTokenError, verifyToken, type KeyPair } from './tokens.js';

/** The HTTP answer that rejects a signal or validate request. */
interface SignalRejection {
  readonly status: number;
  readonly body: string;
}

type Authorized = Pick<RoomConnect, 'grants' | 'control'> & { readonly room: Room };

const MAX_MESSAGE_BYTES = 1 << 20;

const ROOM_NOT_FOUND: SignalRejection = { status: 404, body: 'requested room does not exist' };
/** A 404 without the words above makes livekit-client fall back from `/rtc/v1` to `/rtc`. */
const PAGE_NOT_FOUND: SignalRejection = { status: 404, body: '404 page not found' };
const INTERNAL_ERROR: SignalRejection = { status: 500, body: 'internal server error' };

const rejections: Partial<Record<SignalControl['mode'], SignalRejection>> = {
  validate_500: INTERNAL_ERROR,
  validate_service_not_found: PAGE_NOT_FOUND,
  room_not_found: ROOM_NOT_FOUND,
};

/** Serves LiveKit's paths: `/rtc` and `/rtc/validate`. Rejects `/rtc/v1` so that clients use V0. */
export class SignalEndpoint {
  readonly #sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: MAX_MESSAGE_BYTES,
  });

  constructor(
    readonly keys: KeyPair,
    readonly rooms: ReadonlyMap<string, Room>,
  ) {}

  /** Takes a WebSocket upgrade; false when the path is not LiveKit's. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean {
    const { pathname, searchParams } = urlOf(request);
    if (!isSignalPath(pathname)) return false;
    if (pathname !== '/rtc' && pathname !== '/rtc/') {
      rejectUpgrade(socket, PAGE_NOT_FOUND.status, PAGE_NOT_FOUND.body);
      return true;
    }
    void this.#authorize(request).then((result) => {
      if ('status' in result) return rejectUpgrade(socket, result.status, result.body);
      this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
        const resumes = searchParams.get('reconnect') === '1';
        result.room.connect(webSocket, {
          grants: result.grants,
          control: result.control,
          resumeSid: resumes ? (searchParams.get('sid') ?? '') : undefined,
          autoSubscribe: searchParams.get('auto_subscribe') !== '0',
          readsTrailers: capabilities(searchParams).includes('CAP_PACKET_TRAILER'),
        });
      });
    });
    return true;
  }

  /** Answers a plain HTTP request; false when the path is not LiveKit's. */
  handleRequest(request: IncomingMessage, response: ServerResponse): boolean {
    const { pathname } = urlOf(request);
    if (!isSignalPath(pathname)) return false;
    if (pathname !== '/rtc/validate') answer(response, PAGE_NOT_FOUND);
    else
      void this.#authorize(request).then((result) =>
        answer(response, 'status' in result ? result : { status: 200, body: 'success' }),
      );
    return true;
  }

  close(): void {
    for (const client of this.#sockets.clients) client.terminate();
    this.#sockets.close();
  }

  /** Never rejects. */
  async #authorize(request: IncomingMessage): Promise<Authorized | SignalRejection> {
    try {
      const grants = await verifyToken(this.keys, tokenOf(request));
      const control = signalControl(grants.attributes);
      const room = this.rooms.get(grants.room);
      return rejections[control.mode] ?? (room ? { grants, control, room } : ROOM_NOT_FOUND);
    } catch (error) {
      return error instanceof InvalidTokenError ? { status: 401, body: error.message } : INTERNAL_ERROR;
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

/** By their names in LiveKit's protocol. JavaScript clients name none on this path. */
const capabilities = (query: URLSearchParams): string[] => (query.get('capabilities') ?? '').split(',');

const isSignalPath = (path: string): boolean => path === '/rtc' || path.startsWith('/rtc/');

const urlOf = (request: IncomingMessage): URL => new URL(request.url ?? '/', 'http://host');

function tokenOf(request: IncomingMessage): string | undefined {
  const inQuery = urlOf(request).searchParams.get('access_token');
  const bearer = /^Bearer\s+(.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  return inQuery ?? bearer?.trim();
}
