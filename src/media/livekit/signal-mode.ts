import { parseJson } from '../../contract/validation/json-bounds.js';
import { LeaveRequest_Action } from '@livekit/protocol';

/**
 * Signalling faults of one participant, by the names of LiveKit's own test server. The access token carries the mode,
 * because a browser cannot set headers on a WebSocket: attribute `lk.mock` =
 * `{"signal": mode, "leaveAction"?: 0 disconnect | 1 resume | 2 reconnect}`.
 */
export const SIGNAL_MODES = [
  'happy',
  /** `/rtc/validate` answers 500, the upgrade as well. */
  'validate_500',
  /** `/rtc/validate` answers 404, as a server without LiveKit does. */
  'validate_service_not_found',
  /** `/rtc/validate` answers 404 with "requested room does not exist". */
  'room_not_found',
  /** The socket opens and stays silent. */
  'no_first_message',
  /** Pings are never answered. */
  'no_pong',
  /** Close 1011 before the first message. */
  'close_before_join',
  /** Close 1011 shortly after the client is connected, its media as well. */
  'close_when_connected',
  /** The TCP connection drops at the same time (1006 at the client). */
  'drop_when_connected',
  /** A leave request at the same time. */
  'leave_when_connected',
  /** A leave request instead of the join. */
  'leave_first_message',
  /** A leave request in answer to a resume; everything else works. */
  'leave_during_reconnect',
] as const;

export type SignalMode = (typeof SIGNAL_MODES)[number];

export interface SignalControl {
  readonly mode: SignalMode;
  readonly leaveAction: LeaveRequest_Action;
}

export const SIGNAL_ATTRIBUTE = 'lk.mock';

/** A mode that is absent, malformed or unknown means `happy`, as in LiveKit's test server. */
export function signalControl(attributes: Readonly<Record<string, string>>): SignalControl {
  const requested = parse(attributes[SIGNAL_ATTRIBUTE]);
  return {
    mode: SIGNAL_MODES.find((mode) => mode === requested.signal) ?? 'happy',
    leaveAction:
      requested.leaveAction === LeaveRequest_Action.RESUME ||
      requested.leaveAction === LeaveRequest_Action.RECONNECT
        ? requested.leaveAction
        : LeaveRequest_Action.DISCONNECT,
  };
}

function parse(text: string | undefined): { signal?: unknown; leaveAction?: unknown } {
  if (text === undefined) return {};
  try {
    const value = parseJson(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
