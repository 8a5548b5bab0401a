import { readFileSync } from 'node:fs';
import type { SoakClient } from './client.js';
import { SoakSocket } from './socket.js';

export const LIPSYNC_KEY = 'dct_soak_lipsync';
const SERVED = Date.parse('2026-03-01T12:00:00Z');
const PICTURES = 17;
const jpeg = readFileSync(new URL('../../fixtures/input.jpg', import.meta.url)).toString('base64');
const sound = Buffer.alloc(20_480).toString('base64');

/** Puts an account on a day on which LipSync Live is served, by a snapshot of its own. */
export async function toLipsyncDay(client: SoakClient): Promise<void> {
  const { json } = await client.call('snapshot.save', '/_mock/snapshot', { key: LIPSYNC_KEY });
  const clock = json['clock'] as object;
  await client.call('snapshot.load', '/_mock/snapshot', {
    method: 'PUT',
    key: LIPSYNC_KEY,
    json: { ...json, clock: { ...clock, now: SERVED }, catalogueDate: SERVED },
  });
}

/** One chunk of pictures with sound, and one picture of the next. */
export async function lipsync(client: SoakClient): Promise<void> {
  const socket = await SoakSocket.open(client, 'lipsync.connect', LIPSYNC_KEY, '/router/lipsync/ws');
  if (!socket) return;
  socket.send({ type: 'config', video_fps: 25, audio_sample_rate: 16_000 });
  await socket.next('lipsync.config', 'config_ack');
  socket.send({ type: 'audio_input', audio_data: sound });
  for (let each = 0; each < PICTURES; each++) socket.send({ type: 'video_input', video_frame: jpeg });
  for (let each = 0; each < PICTURES - 1; each++) await socket.next('lipsync.video', 'synced_result');
  socket.send({ type: 'interrupt_audio' });
  socket.close();
}
