import { DisconnectReason } from '@livekit/protocol';
import { after } from '../real-time.js';
import type { SignalControl } from './signal-mode.js';
import type { SignalSocket } from './signal-socket.js';

/** Delays of LiveKit's own test server. */
const CLOSE_BEFORE_JOIN_MS = 50;
const CONNECTED_DELAY_MS = 200;

/** After this time a client without media counts as connected; ours. */
const NO_MEDIA_MS = 2000;

export const SERVER_ERROR = 1011;

/** Applies a mode that replaces the first message. @returns true when it does */
export function applyJoinFault(signal: SignalSocket, control: SignalControl, resumes: boolean): boolean {
  switch (control.mode) {
    case 'no_first_message':
      return true;
    case 'close_before_join':
      after(CLOSE_BEFORE_JOIN_MS, () => signal.close(SERVER_ERROR));
      return true;
    case 'leave_first_message':
      signal.leave(DisconnectReason.SERVER_SHUTDOWN, control.leaveAction);
      return true;
    case 'leave_during_reconnect':
      if (resumes) signal.leave(DisconnectReason.SERVER_SHUTDOWN, control.leaveAction);
      return resumes;
    default:
      return false;
  }
}

/**
 * Schedules the fault of a mode that acts shortly after the client is connected. A fault that comes before, while a slow
 * client still negotiates its media, would fail the join instead.
 */
export function scheduleSignalFault(
  signal: SignalSocket,
  control: SignalControl,
  connected: Promise<void>,
): void {
  const fault = connectedFault(signal, control);
  if (!fault) return;
  const withoutMedia = new Promise<void>((resolve) => void after(NO_MEDIA_MS, resolve));
  void Promise.race([connected, withoutMedia]).then(() => after(CONNECTED_DELAY_MS, fault));
}

function connectedFault(
  signal: SignalSocket,
  { mode, leaveAction }: SignalControl,
): (() => void) | undefined {
  switch (mode) {
    case 'close_when_connected':
      return () => signal.close(SERVER_ERROR, 'mock close_when_connected');
    case 'drop_when_connected':
      return () => signal.drop();
    case 'leave_when_connected':
      return () => signal.leave(DisconnectReason.SERVER_SHUTDOWN, leaveAction);
    default:
      return undefined;
  }
}
