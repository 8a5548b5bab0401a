import type { OutputPreferences, RendererChoice } from '../live/renderer.js';
import type { RoomEvents } from './room-events.js';
import type { RoomFaults, RoomStats } from './room-options.js';
import type { RoomTokenRequest } from './tokens.js';

/** A room as its session sees it, embedded or deployed. */
export interface MediaRoom {
  readonly name: string;
  /** Whether output frames left within the last second. */
  readonly flowing: boolean;
  readonly stats: RoomStats;
  setPrompt(text: string): void;
  setImage(bytes: Uint8Array | null): void;
  setPassthrough(on: boolean): void;
  /** While held, the model's output is dropped. */
  setHeld(held: boolean): void;
  setFaults(faults: RoomFaults): void;
  removeParticipant(identity: string): unknown;
  /** Ends the room and disconnects every client. */
  close(): Promise<void>;
}

export interface NewRoom {
  readonly events?: RoomEvents;
  readonly renderer?: RendererChoice;
  readonly output?: OutputPreferences;
  /** Identity of the client whose tracks the model works on; default any. */
  readonly client?: string;
  /** The client reads capture times; a deployed room sends none. */
  readonly frameTiming?: boolean;
}

/** LiveKit as realtime uses it, embedded or deployed. */
export interface RoomService {
  createRoom(name: string, options?: NewRoom): Promise<MediaRoom>;
  room(name: string): MediaRoom | undefined;
  mintToken(request: RoomTokenRequest): Promise<string>;
  close(): Promise<void>;
}
