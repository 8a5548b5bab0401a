import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { VideoCodec } from '../live/media-types.js';
import type { OutputPreferences, RendererChoice } from '../live/renderer.js';
import type { IceOptions } from '../webrtc/connection.js';
import { refuseUpgrade } from './refuse-upgrade.js';
import type { RoomEvents } from './room-events.js';
import type { RoomStats } from './room-options.js';
import { Room } from './room.js';
import { signalControl, type SignalControl } from './signal-mode.js';
import {
  admit,
  mintToken,
  TokenRefused,
  type Admission,
  type KeyPair,
  type RoomTokenRequest,
} from './tokens.js';

export interface RoomServerOptions {
  /** Signs and checks tokens; default LiveKit's development pair. */
  readonly keys?: KeyPair;
  /** What rooms render with unless `createRoom` says otherwise. */
  readonly renderer: RendererChoice;
  /** Gives a fresh id at each call: letters and digits. */
  readonly ids: () => string;
  readonly ice?: IceOptions;
  /** Seconds between a client's pings; default 5. */
  readonly pingIntervalSeconds?: number;
  /** Seconds without a pong after which a client gives up; default 15. */
  readonly pingTimeoutSeconds?: number;
  /** How long the peer connections of a client without a socket are kept; default 15000. */
  readonly resumeWindowMs?: number;
  /** Codecs clients are told to publish in, for browsers without H.264; default their own choice. */
  readonly publishCodecs?: readonly VideoCodec[];
}

/** What a session's owner needs of a room, whoever carries its media. */
export type MediaRoom = Pick<
  Room,
  | 'name'
  | 'flowing'
  | 'setPrompt'
  | 'setImage'
  | 'setPassthrough'
  | 'setHeld'
  | 'setFaults'
  | 'removeParticipant'
  | 'close'
> & { readonly stats: RoomStats };

/** What the realtime face needs of LiveKit, embedded or deployed. */
export interface RoomService {
  createRoom(
    name: string,
    options?: { events?: RoomEvents; renderer?: RendererChoice; output?: OutputPreferences },
  ): Promise<MediaRoom>;
  room(name: string): MediaRoom | undefined;
  mintToken(request: RoomTokenRequest): Promise<string>;
  close(): Promise<void>;
}

/** LiveKit's V0 signalling on somebody else's HTTP server. */
export interface RoomServer extends RoomService {
  readonly keys: KeyPair;
  /** Takes a WebSocket upgrade on `/rtc`; false when the path is not LiveKit's. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /** Answers `/rtc/validate` and refuses `/rtc/v1`; false when the path is not LiveKit's. */
  handleRequest(request: IncomingMessage, response: ServerResponse): boolean;
  readonly stats: { readonly rooms: number; readonly participants: number };
}

/** How a signal or validate request is refused. */
interface RoomRefusal {
  readonly status: number;
  readonly body: string;
}

const ROOM_NOT_FOUND: RoomRefusal = { status: 404, body: 'requested room does not exist' };
/** A 404 without the words above makes livekit-client fall back from `/rtc/v1` to `/rtc`. */
const NOT_HERE: RoomRefusal = { status: 404, body: '404 page not found' };
const REFUSED_BY_MODE: Partial<Record<SignalControl['mode'], RoomRefusal>> = {
  validate_500: { status: 500, body: 'internal server error' },
  validate_service_not_found: NOT_HERE,
  room_not_found: ROOM_NOT_FOUND,
};

/**
 * A LiveKit-compatible room server inside this process: no port of its own, no native code.
 * Speaks V0 signalling (two peer connections); `/rtc/v1` is refused in the way that makes clients use V0.
 */
export function createRoomServer(options: RoomServerOptions): RoomServer {
  const { pingIntervalSeconds = 5, pingTimeoutSeconds = 15 } = options;
  for (const [name, seconds] of Object.entries({ pingIntervalSeconds, pingTimeoutSeconds })) {
    if (!Number.isInteger(seconds) || seconds < 1) {
      throw new RangeError(
        `Cannot start the room server: ${name} is ${seconds}, but clients take whole seconds above 0.`,
      );
    }
  }
  const keys = options.keys ?? { key: 'devkey', secret: 'secret' };
  const rooms = new Map<string, Room>();
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: 1 << 20 });

  const checked = async (
    request: IncomingMessage,
  ): Promise<{ admission: Admission; control: SignalControl; room: Room } | RoomRefusal> => {
    try {
      const admission = await admit(keys, tokenOf(request));
      const control = signalControl(admission.attributes);
      const room = rooms.get(admission.room);
      return REFUSED_BY_MODE[control.mode] ?? (room ? { admission, control, room } : ROOM_NOT_FOUND);
    } catch (error) {
      if (error instanceof TokenRefused) return { status: 401, body: error.message };
      return { status: 500, body: 'internal server error' };
    }
  };

  return {
    keys,
    get stats() {
      const participants = [...rooms.values()].reduce((sum, room) => sum + room.stats.participants, 0);
      return { rooms: rooms.size, participants };
    },

    handleUpgrade(request, socket, head) {
      const { pathname, searchParams } = urlOf(request);
      if (!isSignalPath(pathname)) return false;
      if (pathname !== '/rtc' && pathname !== '/rtc/') {
        refuseUpgrade(socket, NOT_HERE.status, NOT_HERE.body);
        return true;
      }
      void checked(request).then((result) => {
        if ('status' in result) {
          refuseUpgrade(socket, result.status, result.body);
          return;
        }
        sockets.handleUpgrade(request, socket, head, (webSocket) => {
          const resumes = searchParams.get('reconnect') === '1';
          result.room.connect(webSocket, result.admission, result.control, {
            resumeSid: resumes ? (searchParams.get('sid') ?? '') : undefined,
            autoSubscribe: searchParams.get('auto_subscribe') !== '0',
          });
        });
      });
      return true;
    },

    handleRequest(request, response) {
      const { pathname } = urlOf(request);
      if (!isSignalPath(pathname)) return false;
      const answer = ({ status, body }: RoomRefusal): void => {
        response.writeHead(status, {
          'content-type': 'text/plain; charset=utf-8',
          'access-control-allow-origin': '*',
        });
        response.end(body);
      };
      if (pathname !== '/rtc/validate') answer(NOT_HERE);
      else
        void checked(request).then((result) =>
          answer('status' in result ? result : { status: 200, body: 'success' }),
        );
      return true;
    },

    createRoom(name, { events = {}, renderer = options.renderer, output } = {}) {
      if (rooms.has(name)) throw new Error(`Cannot create the room "${name}": it exists already.`);
      const room = new Room({
        name,
        renderer,
        output,
        events,
        ids: options.ids,
        ice: options.ice ?? {},
        pingIntervalSeconds,
        pingTimeoutSeconds,
        resumeWindowMs: options.resumeWindowMs ?? 15_000,
        publishCodecs: options.publishCodecs,
        onClose: () => rooms.delete(name),
      });
      rooms.set(name, room);
      return Promise.resolve(room);
    },

    room: (name) => rooms.get(name),
    mintToken: (request) => mintToken(keys, request),

    async close() {
      await Promise.all([...rooms.values()].map((room) => room.close()));
      for (const client of sockets.clients) client.terminate();
      sockets.close();
    },
  };
}

const isSignalPath = (path: string): boolean => path === '/rtc' || path.startsWith('/rtc/');

const urlOf = (request: IncomingMessage): URL => new URL(request.url ?? '/', 'http://host');

function tokenOf(request: IncomingMessage): string | undefined {
  const inQuery = urlOf(request).searchParams.get('access_token');
  const bearer = /^Bearer\s+(.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  return inQuery ?? bearer?.trim();
}
