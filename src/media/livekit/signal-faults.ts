import { DisconnectReason } from '@livekit/protocol';
import { after } from '../real-time.js';
import type { SignalControl } from './signal-mode.js';
import type { SignalSocket } from './signal-socket.js';

/** Delays of LiveKit's own test server. In the second the client reaches the connected state. */
const CLOSE_BEFORE_JOIN_MS = 50;
const CONNECTED_DELAY_MS = 200;

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

/** Schedules the fault of a mode that acts shortly after the first message. */
export function scheduleSignalFault(signal: SignalSocket, control: SignalControl): void {
  switch (control.mode) {
    case 'close_when_connected':
      after(CONNECTED_DELAY_MS, () => signal.close(SERVER_ERROR, 'mock close_when_connected'));
      return;
    case 'drop_when_connected':
      after(CONNECTED_DELAY_MS, () => signal.drop());
      return;
    case 'leave_when_connected':
      after(CONNECTED_DELAY_MS, () => signal.leave(DisconnectReason.SERVER_SHUTDOWN, control.leaveAction));
      return;
    default:
      return;
  }
}
