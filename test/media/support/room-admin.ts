import { AccessToken, RoomServiceClient, type VideoGrant } from 'livekit-server-sdk';
import { KEYS } from './room-host.js';

/** A client of the RoomService API of the server at a WebSocket address; it asks for the grants of each call itself. */
export const admin = ({ url }: { url: string }): RoomServiceClient =>
  new RoomServiceClient(url.replace('ws', 'http'), KEYS.key, KEYS.secret);

interface TwirpAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Calls a method by hand, with the grants of choice. */
export async function twirp(
  { url }: { url: string },
  method: string,
  body: unknown,
  { grants, headers = {} }: { grants?: VideoGrant; headers?: Record<string, string> } = {},
): Promise<TwirpAnswer> {
  const token = new AccessToken(KEYS.key, KEYS.secret);
  if (grants) token.addGrant(grants);
  const response = await fetch(`${url.replace('ws', 'http')}/twirp/livekit.RoomService/${method}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(grants && { authorization: `Bearer ${await token.toJwt()}` }),
      ...headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type') === 'application/json';
  return { status: response.status, body: isJson ? JSON.parse(text) : text };
}
