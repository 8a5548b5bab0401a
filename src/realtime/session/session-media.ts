import type { RoomFaults } from '../../media/livekit/room-options.js';

/** What a session tells the media that was set up for it; a LiveKit room or a peer connection. */
export interface SessionMedia {
  setPrompt(text: string): void;
  setImage(bytes: Uint8Array | null): void;
  /** True: the client's own picture goes back unaltered. */
  setPassthrough(on: boolean): void;
  /** While held, no output leaves. */
  setHeld(held: boolean): void;
  setFaults(faults: RoomFaults): void;
}

/** What media tells its session. */
export interface MediaEvents {
  /** Frames to and from the model flow, or no longer do. */
  flow(on: boolean): void;
  /** The client's media is gone, though its socket may not be. */
  left(): void;
  /** It is back. */
  returned(): void;
}

export type { RoomFaults };
