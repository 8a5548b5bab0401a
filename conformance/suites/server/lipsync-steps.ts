import { imageSize } from 'image-size';
import { notApplicable } from '../../engine/applicability.js';
import type { CaseContext } from '../../engine/context.js';
import type { ServerMessage } from '../../traffic/server-message.js';
import type { Closed, Socket } from '../../traffic/socket.js';
import { jpeg } from '../fixtures/jpeg.js';
import { sampleRate } from '../fixtures/sound.js';

const path = '/router/lipsync/ws';
const servedFrom = '2025-10-22';
const servedUntil = '2026-05-10';
/** Pictures that share one piece of sound. */
export const chunkPictures = 16;
/** Bytes of that sound at 25 pictures a second and 16 kHz. */
export const chunkBytes = 20_480;
/** At 8 pictures a second. */
export const slowChunkBytes = 64_000;

/** A case that uses LipSync Live while it is served. A session of a few pictures, so at most seconds are billed. */
export const sync = {
  date: '2026-03-01',
  effects: 'creates-ephemeral',
  cost: { gpuSeconds: 5 },
  deadlineMs: 180_000,
} as const;

/** A connection that is refused while LipSync Live is served costs nothing. */
export const refusedSync = { date: sync.date, tags: ['read-only'], deadlineMs: 60_000 } as const;

export const namesRetirement = /retired|no longer|not available/i;

/** Opens the socket with a key as the clients do: not encoded. Null leaves the parameter out. */
export function openLipsync(c: CaseContext, apiKey: string | null = c.key): Promise<Socket> {
  return c.sockets.open(path, { query: apiKey === null ? '' : `api_key=${apiKey}` });
}

/**
 * Ends the case when the target does not serve LipSync Live today and has no control API that sets its day. Where the
 * day can be set, nothing excuses a refusal.
 */
export function requireServed(c: CaseContext, socket: Socket): void {
  if (c.target.control) return;
  const error = socket.of('error')[0];
  const isGone = socket.status === 404 || socket.status === 410;
  if (!isGone && !namesRetirement.test(error?.text('message') || error?.text('error') || '')) return;
  throw notApplicable(
    `LipSync Live was served from ${servedFrom} to ${servedUntil}, and the target does not serve it now: ${socket.toString()}.`,
  );
}

/** What `config` sets; 25 pictures a second with sound of 16 kHz unless said. */
export const config = (video_fps = 25) => ({ type: 'config', video_fps, audio_sample_rate: sampleRate });

/** Opens a session and configures it. Without an acknowledgement the case is not exercised. */
export async function configured(c: CaseContext, fps?: number, apiKey?: string): Promise<Socket> {
  const socket = await openLipsync(c, apiKey);
  if (socket.status === 101) {
    socket.send(config(fps));
    await socket.next('config_ack');
  }
  requireServed(c, socket);
  c.precondition(socket.of('config_ack').length > 0, `config got no config_ack: ${socket.toString()}.`);
  c.created('session', 'LipSync Live');
  return socket;
}

export type Encoding = 'base64' | 'base64url';

export function sendPictures(
  socket: Socket,
  files: readonly Uint8Array[],
  encoding: Encoding = 'base64',
): void {
  for (const file of files)
    socket.send({ type: 'video_input', video_frame: Buffer.from(file).toString(encoding) });
}

export function sendSound(socket: Socket, sound: Uint8Array, encoding: Encoding = 'base64'): void {
  socket.send({ type: 'audio_input', audio_data: Buffer.from(sound).toString(encoding) });
}

/** Small pictures, all the same. */
export const smallPictures = (count: number): Buffer[] => Array.from({ length: count }, () => jpeg('64x96'));

/** Waits until there are this many results in all. With more or fewer the case is not exercised. */
export async function results(c: CaseContext, socket: Socket, count: number): Promise<ServerMessage[]> {
  await socket.next('synced_result', { nth: count });
  if (!socket.closed) await socket.settle();
  const found = socket.of('synced_result');
  c.precondition(
    found.length === count,
    `${count} pictures got ${found.length} results: ${socket.toString()}.`,
  );
  return found;
}

/** Bytes of a result's sound. */
export const soundOf = (result: ServerMessage): Buffer => Buffer.from(result.text('audio_frame'), 'base64');

/** Results with sound. */
export const sounding = (all: readonly ServerMessage[]): ServerMessage[] =>
  all.filter((result) => result.text('audio_frame') !== '');

/** All sound of the results, in order. */
export const soundOfAll = (all: readonly ServerMessage[]): Buffer => Buffer.concat(all.map(soundOf));

export const isSilent = (sound: Buffer): boolean => sound.every((byte) => byte === 0);

/** `<width>x<height>` of a result's picture, from the header of its JPEG. */
export function sizeOf(result: ServerMessage): string {
  try {
    const { type, width, height } = imageSize(Buffer.from(result.text('video_frame'), 'base64'));
    return type === 'jpg' ? `${width}x${height}` : `a picture of type ${String(type)}`;
  } catch (fault) {
    return `no picture: ${fault instanceof Error ? fault.message : String(fault)}`;
  }
}

/** How a session was refused. */
export interface LipsyncRefusal {
  socket: Socket;
  error?: ServerMessage;
  /** Text of the error, under either key; empty without an error. */
  text: string;
  closed?: Closed;
}

/** Waits for the end of a session that must be refused. */
export async function refusal(socket: Socket, message: object = config()): Promise<LipsyncRefusal> {
  if (socket.status === 101 && !socket.closed) socket.send(message);
  await socket.until(() => socket.closed ?? socket.of('config_ack')[0]);
  const error = socket.of('error')[0];
  return {
    socket,
    text: error?.text('message') || error?.text('error') || '',
    ...(error ? { error } : {}),
    ...(socket.closed ? { closed: socket.closed } : {}),
  };
}
