import type { KeyPair } from '../media/room-keys.js';
import { freshSecret } from '../world/random/random.js';

const KEY_LENGTH = 12;

/** A new pair, formed like those of LiveKit. Not of the seed: a seed is printed, and the pair opens every room. */
export const freshRoomKeys = (): KeyPair => ({
  key: `API${freshSecret()
    .replace(/[^a-z0-9]/gi, '')
    .slice(0, KEY_LENGTH)}`,
  // HS256 needs 32 bytes (RFC 7518, 3.2).
  secret: freshSecret() + freshSecret(),
});
