import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { VideoCodec } from '../live/media-types.js';
import type { RendererChoice } from '../live/renderer.js';
import { MediaNetwork } from '../ice/media-network.js';
import { PUBLISH_CODECS } from './publish-codecs.js';
import type { RoomService } from './room-service.js';
import { RoomApi } from './room-api.js';
import { Room } from './room.js';
import { SignalEndpoint } from './signal-endpoint.js';
import type { KeyPair } from '../room-keys.js';
import { mintToken } from './tokens.js';

export interface RoomServerOptions {
  /** Signs and checks tokens. */
  readonly keys: KeyPair;
  /** Renderer of rooms whose `createRoom` names none. */
  readonly renderer: RendererChoice;
  /** Returns a new id of letters and digits. */
  readonly ids: () => string;
  /** Default: that of a server on loopback. */
  readonly network?: MediaNetwork;
  /** Receives what the user of the server should change. */
  readonly onWarning?: (warning: string) => void;
  /** Seconds between a client's pings; default 5. */
  readonly pingIntervalSeconds?: number;
  /** Seconds without a pong after which a client disconnects; default 15. */
  readonly pingTimeoutSeconds?: number;
  /** Milliseconds that a client without a socket keeps its peer connections; default 15000. */
  readonly resumeWindowMs?: number;
  /** Video codecs that clients may publish in; default VP8, H.264 and VP9, of which the client chooses. */
  readonly publishCodecs?: readonly VideoCodec[];
  /** Called with each handshake whose token is refused. */
  readonly onRefused?: ((request: IncomingMessage) => void) | undefined;
  /** Called with each open signal socket, before it is read, and with the connection that it reads from. */
  readonly onSocket?: ((webSocket: WebSocket, connection: Duplex) => void) | undefined;
}

/** LiveKit's signalling on an existing HTTP server. */
export interface RoomServer extends RoomService {
  readonly keys: KeyPair;
  /** Takes a WebSocket upgrade on `/rtc` or `/rtc/v1`; false when the path is not LiveKit's. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /** Answers `validate` below the signal paths, and the RoomService API below `/twirp`; false for other paths. */
  handleRequest(request: IncomingMessage, response: ServerResponse): boolean;
  readonly stats: { readonly rooms: number; readonly participants: number };
}

const PING_INTERVAL_S = 5;
const PING_TIMEOUT_S = 15;
const RESUME_WINDOW_MS = 15_000;

/**
 * Creates a LiveKit-compatible room server inside this process: no port of its own, no native code. Clients
 * choose V0 signalling (two peer connections) or V1 (one) by the path. @throws RangeError for a ping time that is not a whole second
 */
export function createRoomServer(options: RoomServerOptions): RoomServer {
  const { pingIntervalSeconds = PING_INTERVAL_S, pingTimeoutSeconds = PING_TIMEOUT_S } = options;
  checkWholeSeconds({ pingIntervalSeconds, pingTimeoutSeconds });
  const { keys } = options;
  const network = options.network ?? new MediaNetwork();
  const rooms = new Map<string, Room>();
  const endpoint = new SignalEndpoint(keys, rooms, options.onRefused, options.onSocket);
  const api = new RoomApi(keys, rooms);

  return {
    keys,
    get stats() {
      const participants = [...rooms.values()].reduce((sum, room) => sum + room.stats.participants, 0);
      return { rooms: rooms.size, participants };
    },
    handleUpgrade: (request, socket, head) => endpoint.handleUpgrade(request, socket, head),
    handleRequest: (request, response) =>
      endpoint.handleRequest(request, response) || api.handleRequest(request, response),

    createRoom(name, { events = {}, renderer = options.renderer, output, client, frameTiming } = {}) {
      if (rooms.has(name)) throw new Error(`Cannot create the room "${name}": it exists already.`);
      const room = new Room({
        name,
        client,
        renderer,
        output,
        frameTiming,
        events,
        ids: options.ids,
        network,
        onWarning: options.onWarning,
        pingIntervalSeconds,
        pingTimeoutSeconds,
        resumeWindowMs: options.resumeWindowMs ?? RESUME_WINDOW_MS,
        publishCodecs: options.publishCodecs ?? PUBLISH_CODECS,
        onClose: () => rooms.delete(name),
      });
      rooms.set(name, room);
      return Promise.resolve(room);
    },

    room: (name) => rooms.get(name),
    mintToken: (request) => mintToken(keys, request),

    async close() {
      await Promise.all([...rooms.values()].map((room) => room.close()));
      endpoint.close();
    },
  };
}

function checkWholeSeconds(options: Readonly<Record<string, number>>): void {
  for (const [name, seconds] of Object.entries(options)) {
    if (Number.isInteger(seconds) && seconds >= 1) continue;
    throw new RangeError(
      `Cannot start the room server: ${name} is ${seconds}, but clients need whole seconds above 0.`,
    );
  }
}
