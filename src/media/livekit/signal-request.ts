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

/** A join request with an offer has about 10 kB; ours. */
const MAX_JOIN_REQUEST_BYTES = 1 << 20;

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
      // JavaScript clients name no capabilities on this path.
      readsTrailers: (query.get('capabilities') ?? '').split(',').includes('CAP_PACKET_TRAILER'),
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

/** `join_request` is a `WrappedJoinRequest` in base64, whose content may be compressed. */
function readJoinRequest(encoded: string | null): JoinRequest {
  if (encoded === null || encoded === '') throw new InvalidJoinRequestError('join_request is required');
  try {
    const { joinRequest, compression } = WrappedJoinRequest.fromBinary(Buffer.from(encoded, 'base64url'));
    const limit = { maxOutputLength: MAX_JOIN_REQUEST_BYTES };
    const isGzip = compression === WrappedJoinRequest_Compression.GZIP;
    return JoinRequest.fromBinary(isGzip ? gunzipSync(joinRequest, limit) : joinRequest);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InvalidJoinRequestError(`cannot read join_request: ${reason}`);
  }
}
