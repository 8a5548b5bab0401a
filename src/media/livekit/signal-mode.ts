import { LeaveRequest_Action } from '@livekit/protocol';
import { SIGNAL_FAULTS } from '../../world/rules/effects/signal-faults.js';

/**
 * Signalling faults of one participant, by the names of LiveKit's own test server. The access token carries the mode,
 * because a browser cannot set headers on a WebSocket: attribute `lk.mock` =
 * `{"signal": mode, "leaveAction"?: 0 disconnect | 1 resume | 2 reconnect}`.
 */
export const SIGNAL_MODES = ['happy', ...SIGNAL_FAULTS] as const;

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
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
