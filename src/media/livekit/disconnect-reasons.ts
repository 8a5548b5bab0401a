import { DisconnectReason } from '@livekit/protocol';
import type { LeaveReason } from './room-events.js';

/** What a client that leaves, and the others, are sent as the reason. */
export const DISCONNECT_REASONS: Record<LeaveReason, DisconnectReason> = {
  'client left': DisconnectReason.CLIENT_INITIATED,
  'connection lost': DisconnectReason.CONNECTION_TIMEOUT,
  'duplicate identity': DisconnectReason.DUPLICATE_IDENTITY,
  'no media port': DisconnectReason.JOIN_FAILURE,
  removed: DisconnectReason.PARTICIPANT_REMOVED,
  'room deleted': DisconnectReason.ROOM_DELETED,
  'room closed': DisconnectReason.ROOM_DELETED,
};
