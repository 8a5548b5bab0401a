import { MODEL_IDENTITY } from '../numbers.js';

/** The client's place in its LiveKit room. */
export interface RoomHandle {
  /** Leaves the room. What was published stops. */
  leave(): Promise<void>;
}

export interface RoomRequest<Local> {
  readonly url: string;
  readonly token: string;
  /** What the app publishes, or null. */
  readonly local: Local | null;
  /** Whether the model's audio is subscribed to: `undefined` follows the local audio track. */
  readonly remoteAudio: boolean | undefined;
  readonly codec: string | undefined;
  readonly onStream: (stream: unknown) => void;
  /** The room ended without `leave`. */
  readonly onLost: () => void;
}

/** Joins without automatic subscription, publishes, and subscribes by the rules of `subscribes`. */
export type JoinRoom<Local> = (request: RoomRequest<Local>) => Promise<RoomHandle>;

/** Whether the client subscribes to a publication: the model's video, and its audio where the app has use for it. */
export const subscribes = (
  publication: { readonly identity: string; readonly kind: 'audio' | 'video' },
  wantsAudio: boolean,
): boolean => publication.identity.startsWith(MODEL_IDENTITY) && (publication.kind === 'video' || wantsAudio);
