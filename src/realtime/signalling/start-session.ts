import type { IncomingMessage } from 'node:http';
import { ApiError } from '../../contract/errors.js';
import type { SessionRequest, SessionResponse } from '../../contract/types.js';
import { refusedValue } from '../../contract/validation/pydantic.js';
import type { StateMessage } from '../session/types.js';
import type { HttpSession } from './http-session.js';

/** The request that created a session. */
export interface SessionCaller {
  readonly headers: IncomingMessage['headers'];
  readonly path: string;
  /** The address of its connection; undefined for a request in memory. */
  readonly address: string | undefined;
  /** Aborts when the client disconnects before it has the whole answer. */
  readonly gone: AbortSignal;
}

/**
 * Acquires capacity, applies the first state and answers the offer.
 * @throws ApiError at_capacity, session_not_found when the session ends meanwhile, and for an invalid state or SDP
 */
export async function startSession(
  session: HttpSession,
  request: SessionRequest,
  { headers, path, address }: SessionCaller,
): Promise<SessionResponse & { etag: string }> {
  acquireCapacity(session);
  await applyFirstState(session, request);
  const sdp = await session.connect(request.sdp.sdp, address).catch(rejectSdp);
  const { id, eventToken, expiresAt, media } = session.options;
  const expires = new Date(expiresAt).toISOString();
  return {
    session_id: id,
    sdp: { type: 'answer', sdp },
    ice_servers: media.iceServers.map((urls) => ({ urls: [urls] })),
    events: {
      url: `${httpUrl(headers)}${path}/${id}/events`,
      event_token: eventToken,
      expires_at: expires,
    },
    expires_at: expires,
    etag: session.etag,
  };
}

/** @throws ApiError with the problem of the SDP */
export function rejectSdp(error: unknown): never {
  if (error instanceof ApiError) throw error;
  throw invalidField(['sdp', 'sdp'], error instanceof Error ? error.message : 'cannot be read');
}

/** HTTP has no queue. @throws ApiError at_capacity */
function acquireCapacity({ session }: HttpSession): void {
  if (session.record.capped) return;
  const { capacity } = session.terms.account.sessions;
  let acquired = false;
  capacity.enter(session.id, (place) => (acquired = place === null));
  if (!acquired) throw new ApiError('at_capacity');
}

/** Applies the state in the request before anything is answered. @throws ApiError when it is invalid */
async function applyFirstState(
  session: HttpSession,
  { prompt, image_data: image, enhance_prompt: enhance }: SessionRequest,
): Promise<void> {
  if (image == null && prompt == null) return;
  const flags = enhance === undefined ? {} : { enhance_prompt: enhance };
  const message: StateMessage =
    image == null
      ? { type: 'prompt', prompt: prompt ?? '', ...flags }
      : { type: 'set_image', image_data: image, ...(prompt != null && { prompt }), ...flags };
  const problem = await session.applyState(message);
  session.assertRunning();
  if (problem !== null) throw invalidField([image == null ? 'prompt' : 'image_data'], problem);
}

const invalidField = (loc: readonly string[], msg: string): ApiError =>
  ApiError.validation([refusedValue(['body', ...loc], msg)]);

const httpUrl = ({ host, 'x-forwarded-proto': proto }: IncomingMessage['headers']): string =>
  `${proto === 'https' ? 'https' : 'http'}://${host ?? '127.0.0.1'}`;
