import type { Socket } from 'node:net';
import type { RealtimeServerMessage } from '../../contract/types.js';

/**
 * The server's messages, with the fields of every SDK on every platform (facts: sdk-python-android-ios.md 6): both
 * spellings of a position and of an error's text, whole seconds, acks with an explicit `success` and `error`.
 */

export const promptAck = (prompt: string, error: string | null): RealtimeServerMessage => ({
  type: 'prompt_ack',
  // Unchanged: clients match acks by it.
  prompt,
  success: error === null,
  error,
});

export const imageAck = (error: string | null): RealtimeServerMessage => ({
  type: 'set_image_ack',
  success: error === null,
  error,
});

/** `retryAfterSeconds`: for a refusal for want of capacity, after how many seconds the client is to try again. */
export const errorMessage = (text: string, retryAfterSeconds?: number): RealtimeServerMessage => ({
  type: 'error',
  error: text,
  message: text,
  ...(retryAfterSeconds !== undefined && { error_type: 'capacity', retry_after: retryAfterSeconds }),
});

/** The connection of a client. Node asks the system for its addresses only when they are read. */
export type ControlTransport = Pick<Socket, 'localAddress' | 'localPort'>;

/** Names the session and the server that its viewers connect to: clients send the address back and never connect to it. */
export const sessionId = (
  id: string,
  { localAddress, localPort }: ControlTransport,
): RealtimeServerMessage => ({
  type: 'session_id',
  session_id: id,
  server_ip: (localAddress ?? '127.0.0.1').replace(/^::ffff:/, ''),
  server_port: localPort ?? 80,
});

export const queuePosition = (position: number, size: number): RealtimeServerMessage => ({
  type: 'queue_position',
  position,
  queue_position: position,
  queue_size: size,
});

export const generationTick = (seconds: number): RealtimeServerMessage => ({
  type: 'generation_tick',
  seconds,
});

export const generationEnded = (seconds: number, reason: string): RealtimeServerMessage => ({
  type: 'generation_ended',
  seconds,
  reason,
});
