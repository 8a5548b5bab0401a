import { AddTrackRequest, RequestResponse, RequestResponse_Reason } from '@livekit/protocol';
import { MAX_TRACK_BYTES } from './local-tracks.js';
import type { TokenGrants } from './tokens.js';

/**
 * The answer to an announcement that is refused: LiveKit's own for a client that may not publish; that one too many, or
 * one that is too large, gets an answer is ours, as the limits are. Of one that is too large only its id goes back,
 * because a list of thousands takes seconds to encode.
 * @param bytes the size of the message
 */
export function refusedTrack(
  request: AddTrackRequest,
  bytes: number,
  { canPublish }: Pick<TokenGrants, 'canPublish'>,
): RequestResponse {
  const { NOT_ALLOWED, LIMIT_EXCEEDED } = RequestResponse_Reason;
  const value = bytes > MAX_TRACK_BYTES ? new AddTrackRequest({ cid: request.cid }) : request;
  return new RequestResponse({
    reason: canPublish ? LIMIT_EXCEEDED : NOT_ALLOWED,
    request: { case: 'addTrack', value },
  });
}
