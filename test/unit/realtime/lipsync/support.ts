import { loadJpegCodec } from '../../../../src/media/codecs/jpeg.js';
import { startMock, type MockOptions, type RunningMock } from '../../../../src/index.js';
import { StreamClient, type Message } from '../support/stream-client.js';

export const KEY = 'dct_lipsync';
/** A day on which LipSync Live is served. */
export const SERVED = '2026-03-01T12:00:00Z';

export const startLipsync = (options: MockOptions = {}): Promise<RunningMock> =>
  startMock({ seed: 'lipsync', clock: 'manual', now: SERVED, render: 'echo', ...options });

export const openLipsync = (mock: RunningMock, key = KEY, origin?: string): Promise<StreamClient> =>
  StreamClient.openUrl(`${mock.realtimeUrl}/router/lipsync/ws?api_key=${key}`, origin);

/** A client that has its `config_ack`. */
export async function configured(mock: RunningMock, fps = 25, rate = 16_000): Promise<StreamClient> {
  const client = await openLipsync(mock);
  client.send({ type: 'config', video_fps: fps, audio_sample_rate: rate });
  await client.next('config_ack');
  return client;
}

const jpegs = new Map<string, Promise<Buffer>>();

/** A grey JPEG of this size. */
export function jpeg(width = 64, height = 96): Promise<Buffer> {
  const size = `${width}x${height}`;
  const made = jpegs.get(size) ?? encodeGrey(width, height);
  jpegs.set(size, made);
  return made;
}

async function encodeGrey(width: number, height: number): Promise<Buffer> {
  const codec = await loadJpegCodec();
  return Buffer.from(codec.encode({ width, height, rgb: new Uint8Array(3 * width * height).fill(130) }, 90));
}

export async function sendPictures(client: StreamClient, count: number, picture?: Buffer): Promise<void> {
  const video_frame = (picture ?? (await jpeg())).toString('base64');
  for (let sent = 0; sent < count; sent++) client.send({ type: 'video_input', video_frame });
}

/** Resolves once everything sent before is applied: messages are answered in order, and this one by an error. */
export async function handled(client: StreamClient): Promise<void> {
  const errors = client.of('error').length;
  client.send({ type: 'audio_input', audio_data: '%' });
  await client.next('error', errors + 1);
}

export const sendSound = (client: StreamClient, sound: Buffer, alphabet: BufferEncoding = 'base64'): void =>
  client.send({ type: 'audio_input', audio_data: sound.toString(alphabet) });

/** A sine of 440 Hz as 16-bit PCM. */
export const tone = (samples: number, peak = 0.8, rate = 16_000): Buffer =>
  Buffer.from(
    Int16Array.from({ length: samples }, (_, at) =>
      Math.round(32_767 * peak * Math.sin((at * 440 * 2 * Math.PI) / rate)),
    ).buffer,
  );

/** The first `count` results, as bytes. */
export async function results(
  client: StreamClient,
  count: number,
): Promise<{ readonly picture: Buffer; readonly sound: Buffer }[]> {
  await client.next('synced_result', count);
  return client.of('synced_result').map((message) => ({
    picture: bytesIn(message, 'video_frame'),
    sound: bytesIn(message, 'audio_frame'),
  }));
}

/** Decodes strict base64: standard, padded, in one line. */
function bytesIn(message: Message, field: string): Buffer {
  const text = message[field];
  if (
    typeof text !== 'string' ||
    !/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)
  )
    throw new Error(`${field} is not standard base64`);
  return Buffer.from(text, 'base64');
}
