import type { RoomCall } from '../../media/livekit/room-events.js';
import type { RoomFaults } from '../../media/livekit/room-options.js';

/** The media that a session controls: a LiveKit room or a peer connection. */
export interface SessionMedia {
  setPrompt(text: string): void;
  setImage(bytes: Uint8Array | null): void;
  /** True: the client's own video goes back unchanged. */
  setPassthrough(on: boolean): void;
  /** While held, no output leaves. */
  setHeld(held: boolean): void;
  setFaults(faults: RoomFaults): void;
}

/** What media reports to its session. */
export interface MediaEvents {
  /** Frames to and from the model started or stopped to flow. */
  flow(on: boolean): void;
  /** The client's media connection is lost; its socket may be open. */
  mediaLost(): void;
  mediaRestored(): void;
}

/** What a room reports as well. */
export interface RoomMediaEvents extends MediaEvents {
  /** An administrator is about to change the room. */
  administered(call: RoomCall): void;
}

export type { RoomCall, RoomFaults };
