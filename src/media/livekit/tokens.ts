import type { IncomingMessage } from 'node:http';
import { TokenVerifier, type VideoGrant } from 'livekit-server-sdk';
import type { KeyPair } from '../room-keys.js';
import { signJwt } from './sign-jwt.js';

/** How long a token is valid, s. */
const TTL_S = 3_600;
/** Characters of a token's key shown in a text. */
const MAX_KEY = 80;

export interface RoomTokenRequest {
  readonly room: string;
  readonly identity: string;
  readonly name?: string;
  /** Default: may join, publish, subscribe and send data. */
  readonly grants?: {
    readonly roomJoin?: boolean;
    readonly canPublish?: boolean;
    readonly canSubscribe?: boolean;
    readonly canPublishData?: boolean;
    readonly hidden?: boolean;
    readonly canUpdateOwnMetadata?: boolean;
  };
  /** `lk.mock` selects a signal failure mode, see `signal-mode.ts`. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** Seconds of real time, as clients and `livekit-server-sdk` check tokens on the host's clock. Default 3600. */
  readonly ttl?: number;
}

/** What a valid token permits. */
export interface TokenGrants {
  readonly room: string;
  readonly identity: string;
  readonly name: string;
  readonly canPublish: boolean;
  readonly canSubscribe: boolean;
  readonly canPublishData: boolean;
  readonly hidden: boolean;
  readonly canUpdateOwnMetadata: boolean;
  readonly metadata: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** The token is invalid; `message` is the body of the answer. */
export class InvalidTokenError extends Error {
  override readonly name = 'InvalidTokenError';

  constructor(
    message: string,
    options: ErrorOptions = {},
    readonly status: 400 | 401 = 401,
  ) {
    super(message, options);
  }
}

/** A room token, byte for byte as `livekit-server-sdk` makes it. */
export function mintToken({ key, secret }: KeyPair, request: RoomTokenRequest): Promise<string> {
  const { room, identity, name, grants, attributes, ttl = TTL_S } = request;
  const video: VideoGrant = {
    roomJoin: true,
    canPublish: true,
    canSubscribe: true,
    canPublishData: true,
    ...grants,
    room,
  };
  const now = Math.floor(Date.now() / 1_000);
  const claims = { attributes, name, video, iss: key, exp: now + ttl, nbf: now, sub: identity };
  return Promise.resolve(signJwt(claims, secret));
}

/** What a token permits its holder to do over the RoomService API. */
export interface AdminGrants {
  readonly roomCreate: boolean;
  readonly roomList: boolean;
  readonly roomAdmin: boolean;
  readonly room: string | undefined;
}

/** The token of a request: in its query, or its bearer token. */
export function tokenOf({ url = '/', headers }: IncomingMessage): string | undefined {
  const inQuery = new URL(url, 'http://host').searchParams.get('access_token');
  const bearer = /^Bearer\s+(.+)$/i.exec(headers.authorization ?? '')?.[1];
  return inQuery ?? bearer?.trim();
}

/**
 * Checks signature, expiry and grants. As in LiveKit, `canPublish`, `canSubscribe` and `canPublishData` default to true.
 * @throws InvalidTokenError with the reason
 */
export async function verifyToken(keys: KeyPair, token: string | undefined): Promise<TokenGrants> {
  if (token === undefined || token === '') {
    throw new InvalidTokenError('no permissions to access the room');
  }
  const claims = await readClaims(keys, token);
  const { video, sub } = claims;
  if (!video?.roomJoin) throw new InvalidTokenError('permissions denied');
  if (!video.room) throw new InvalidTokenError('no room name', {}, 400);
  if (!sub) throw new InvalidTokenError('permissions denied: the token names no identity');
  return {
    room: video.room,
    identity: sub,
    name: claims.name ?? '',
    canPublish: video.canPublish ?? true,
    canSubscribe: video.canSubscribe ?? true,
    canPublishData: video.canPublishData ?? true,
    hidden: video.hidden ?? false,
    canUpdateOwnMetadata: video.canUpdateOwnMetadata ?? false,
    metadata: claims.metadata ?? '',
    attributes: claims.attributes ?? {},
  };
}

/** The grants of an administrator's token; without a token there are none. @throws InvalidTokenError with the reason */
export async function readGrants(keys: KeyPair, token: string | undefined): Promise<AdminGrants> {
  const video = token === undefined || token === '' ? undefined : (await readClaims(keys, token)).video;
  return {
    roomCreate: video?.roomCreate ?? false,
    roomList: video?.roomList ?? false,
    roomAdmin: video?.roomAdmin ?? false,
    room: video?.room,
  };
}

/** Texts as a LiveKit server 1.9.11 sent them, but with its copy of the token replaced: logs of clients keep them. */
async function readClaims({ key, secret }: KeyPair, token: string): ReturnType<TokenVerifier['verify']> {
  const issuer = await issuerOf(token);
  if (issuer !== key) throw new InvalidTokenError(`invalid API key: ${issuer.slice(0, MAX_KEY)}`);
  try {
    return await new TokenVerifier(key, secret).verify(token);
  } catch (error) {
    throw new InvalidTokenError(`invalid token: [redacted], error: ${problemOf(error)}`, { cause: error });
  }
}

async function issuerOf(token: string): Promise<string> {
  const { decodeJwt } = await import('jose');
  try {
    return decodeJwt(token).iss ?? '';
  } catch (error) {
    throw new InvalidTokenError('invalid authorization token', { cause: error });
  }
}

/** In the words of the library that a LiveKit server reads tokens with; those for `nbf` are inferred. */
function problemOf(error: unknown): string {
  // Not by class: `livekit-server-sdk` has a copy of jose of its own.
  const { code, claim } = error as { code?: unknown; claim?: unknown };
  if (code === 'ERR_JWT_EXPIRED') return 'go-jose/go-jose/jwt: validation failed, token is expired (exp)';
  if (code === 'ERR_JWT_CLAIM_VALIDATION_FAILED' && claim === 'nbf')
    return 'go-jose/go-jose/jwt: validation failed, token not valid yet (nbf)';
  return 'go-jose/go-jose: error in cryptographic primitive';
}
