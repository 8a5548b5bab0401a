import type { IncomingMessage, ServerResponse } from 'node:http';
import { roomApiMethods } from './room-api-methods.js';
import type { Room } from './room.js';
import type { KeyPair } from '../room-keys.js';
import { readGrants, InvalidTokenError, tokenOf, type AdminGrants } from './tokens.js';
import { serveTwirp, UnreadableCallerError } from './twirp.js';

const TWIRP = '/twirp/';
const SERVICE = `${TWIRP}livekit.RoomService/`;

/**
 * LiveKit's RoomService API over HTTP, as `livekit-server-sdk` and the other server SDKs call it. It sees every room of
 * this server, whichever account's session that is, as a LiveKit server has one set of keys.
 */
export class RoomApi {
  readonly #methods;

  constructor(
    readonly keys: KeyPair,
    rooms: ReadonlyMap<string, Room>,
  ) {
    this.#methods = roomApiMethods(rooms);
  }

  /** Answers a request; false when the path is not Twirp's. Other services of LiveKit have no methods here. */
  handleRequest(request: IncomingMessage, response: ServerResponse): boolean {
    const { url = '' } = request;
    if (!url.startsWith(TWIRP)) return false;
    response.setHeader('access-control-allow-origin', request.headers.origin ?? '*');
    if (request.method === 'OPTIONS') {
      preflight(request, response);
      return true;
    }
    void serveTwirp(
      request,
      response,
      () => this.#authenticate(request),
      url.startsWith(SERVICE) ? this.#methods : {},
    );
    return true;
  }

  async #authenticate(request: IncomingMessage): Promise<AdminGrants> {
    try {
      return await readGrants(this.keys, tokenOf(request));
    } catch (error) {
      if (error instanceof InvalidTokenError)
        throw new UnreadableCallerError(error.message, { cause: error });
      throw error;
    }
  }
}

function preflight({ headers }: IncomingMessage, response: ServerResponse): void {
  response.writeHead(204, {
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': headers['access-control-request-headers'] ?? '',
    'access-control-max-age': '86400',
  });
  response.end();
}
