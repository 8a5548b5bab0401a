import type { LipsyncServerMessage } from '../../contract/types.js';

/**
 * The server's messages: these three types and no other, because the Python client stops reading silently at anything
 * else (facts: lipsync-and-avatar.md 1.3).
 */

export const configAck: LipsyncServerMessage = { type: 'config_ack' };

/** With the text under both keys: Python reads `message`. */
export const refusal = (text: string): LipsyncServerMessage => ({
  type: 'error',
  message: text,
  error: text,
});

/** Both values in standard base64 with padding, which every client decodes. */
export const syncedResult = (picture: Uint8Array, sound: Uint8Array): LipsyncServerMessage => ({
  type: 'synced_result',
  video_frame: Buffer.from(picture).toString('base64'),
  audio_frame: Buffer.from(sound).toString('base64'),
});

/** The Python client takes no message over 1 MiB. */
const MAX_MESSAGE_BYTES = 1024 * 1024;
/** Room for everything but the two values. */
const ENVELOPE_BYTES = 256;

/** Bytes that a message of the server can hold besides this much sound. Base64 makes 4 of 3. */
export const roomBeside = (soundBytes: number): number =>
  Math.floor(((MAX_MESSAGE_BYTES - ENVELOPE_BYTES) * 3) / 4) - soundBytes - 4;
