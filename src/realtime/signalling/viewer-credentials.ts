import type { IncomingMessage } from 'node:http';
import { ApiError } from '../../contract/errors.js';
import type { ViewerCredentials } from '../../contract/types.js';
import type { Identity } from '../../world/world.js';
import type { Gateway } from '../gateway/gateway.js';
import { websocketUrl } from '../gateway/upgrade.js';
import type { MediaLayer } from '../media/media-layer.js';

const ROOM_PREFIX = 'room-';

/**
 * Credentials to watch a LiveKit session. That only its organisation may watch is inferred.
 * @throws ApiError room_not_found
 */
export async function viewerCredentials(
  { gateway, media }: { readonly gateway: Gateway; readonly media: MediaLayer },
  { account }: Identity,
  room: string,
  request: IncomingMessage,
): Promise<Required<ViewerCredentials>> {
  const id = room.startsWith(ROOM_PREFIX) ? room.slice(ROOM_PREFIX.length) : undefined;
  const watched = id === undefined ? undefined : gateway.connection(id)?.session;
  if (
    id === undefined ||
    watched?.record.dialect !== 'livekit' ||
    watched.terms.account.organisation !== account.organisation
  )
    throw new ApiError('room_not_found');
  return {
    livekit_url: media.livekitUrl ?? websocketUrl(request),
    token: await media.viewerToken(room, `viewer-${account.sessions.random.id(8)}`),
    room_name: room,
    session_id: id,
  };
}
