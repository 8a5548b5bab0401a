import { gunzipSync } from 'node:zlib';
import {
  ClientInfo_Capability,
  JoinRequest,
  WrappedJoinRequest,
  WrappedJoinRequest_Compression,
  type SessionDescription,
} from '@livekit/protocol';
import type { SignalDialect } from './create-transport.js';

/** What a client's signal request asks for, whatever dialect it is in. */
export interface SignalRequest {
  readonly dialect: SignalDialect;
  /** Set when the client resumes: the participant sid that it claims. */
  readonly resumeSid: string | undefined;
  readonly autoSubscribe: boolean;
  /** The client announced that it cuts trailers off frames. */
  readonly readsTrailers: boolean;
  /** The client's first offer, which V1 clients can send along. */
  readonly offer: SessionDescription | undefined;
}

/** A join request with an offer has about 10 kB, and decoding a list of empty items takes 200 ms a MB; ours. */
const MAX_JOIN_REQUEST_BYTES = 1 << 18;

/** In the alphabet for URLs, padded: livekit-server 1.9.11 takes no other. */
const BASE64 = /^(?:[\w-]{4})*(?:[\w-]{2}==|[\w-]{3}=)?$/;

/** The join request is missing or cannot be read; `message` is the body of the 400 answer. */
export class InvalidJoinRequestError extends Error {
  override readonly name = 'InvalidJoinRequestError';
}

/** The dialect of a signal path, or undefined for a path that is not one. */
export const dialectOf = (path: string): SignalDialect | undefined =>
  (({ '/rtc': 'V0', '/rtc/': 'V0', '/rtc/v1': 'V1', '/rtc/v1/': 'V1' }) as const)[path];

/** Reads V0's query parameters or V1's `join_request`. @throws InvalidJoinRequestError */
export function readSignalRequest(dialect: SignalDialect, query: URLSearchParams): SignalRequest {
  if (dialect === 'V0') {
    return {
      dialect,
      resumeSid: query.get('reconnect') === '1' ? (query.get('sid') ?? '') : undefined,
      autoSubscribe: query.get('auto_subscribe') !== '0',
      readsTrailers: capabilities(query).includes('CAP_PACKET_TRAILER'),
      offer: undefined,
    };
  }
  const request = readJoinRequest(query.get('join_request'));
  return {
    dialect,
    resumeSid: request.reconnect ? request.participantSid : undefined,
    autoSubscribe: request.connectionSettings?.autoSubscribe ?? true,
    readsTrailers:
      request.clientInfo?.capabilities.includes(ClientInfo_Capability.CAP_PACKET_TRAILER) ?? false,
    offer: request.publisherOffer,
  };
}

/**
 * `join_request` is a `WrappedJoinRequest` in base64, whose content may be compressed. The texts are those of livekit-server
 * 1.9.11, but for the one about compression (inferred).
 */
function readJoinRequest(encoded: string | null): JoinRequest {
  if (encoded === null || encoded === '') throw new InvalidJoinRequestError('join_request is required');
  if (!BASE64.test(encoded)) throw new InvalidJoinRequestError('cannot base64 decode wrapped join request');
  const wrapped = attempt('unmarshal wrapped join request', () =>
    WrappedJoinRequest.fromBinary(Buffer.from(encoded, 'base64url')),
  );
  const isGzip = wrapped.compression === WrappedJoinRequest_Compression.GZIP;
  const bytes = isGzip
    ? attempt('decompress join request', () =>
        gunzipSync(wrapped.joinRequest, { maxOutputLength: MAX_JOIN_REQUEST_BYTES }),
      )
    : wrapped.joinRequest;
  return attempt('unmarshal join request', () => JoinRequest.fromBinary(bytes));
}

function attempt<T>(step: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw new InvalidJoinRequestError(`cannot ${step}`, { cause: error });
  }
}

/** By their names in LiveKit's protocol. JavaScript clients name none on this path. */
const capabilities = (query: URLSearchParams): string[] => (query.get('capabilities') ?? '').split(',');
