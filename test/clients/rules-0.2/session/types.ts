import type { ServerError } from '../errors.js';
import type { JoinRoom } from '../media/room.js';
import type { ClientClock } from '../clock.js';
import type { OpenSocket } from '../signalling/socket.js';
import type { CapacityWait } from './redial.js';

export type SessionState = 'connecting' | 'connected' | 'generating' | 'reconnecting' | 'disconnected';

/** Why a session ended for good. */
export type SessionEnd =
  'moderation_violation' | 'insufficient_credits' | 'policy_violation' | 'session_limit';

/** What the app receives, by event. */
export interface SessionEvents {
  connectionChange: SessionState;
  queuePosition: { position: number; queueSize: number };
  capacityWait: CapacityWait;
  generationTick: { seconds: number };
  generationEnded: { seconds: number; reason: string };
  sessionEnded: { reason: SessionEnd };
  error: ServerError | Error | object;
  remoteStream: unknown;
}

/** What the client runs on: sockets, rooms, time and chance. */
export interface Platform<Local> {
  readonly openSocket: OpenSocket;
  readonly joinRoom: JoinRoom<Local>;
  readonly clock: ClientClock;
  /** From 0 to 1. */
  readonly random: () => number;
}
