import { imageSize } from 'image-size';
import type { SocketPair } from '../../traffic/relay-socket.js';
import { all, fromClient, fromServer, stateOf, type Body, type MessageChange } from '../frames.js';
import type { FrameChange, Memory, UpgradeChange } from '../mutant.js';

/** Pictures that share one piece of sound. */
export const chunkPictures = 16;
const largeHeight = 800;

const isLipsync = ({ path }: { path: string }): boolean => path.startsWith('/router/lipsync/ws');

/** Upgrades and frames of LipSync Live alone. */
export const ofLipsync =
  (change: FrameChange): FrameChange =>
  (frame, connection, memory) =>
    isLipsync(connection) ? change(frame, connection, memory) : [frame];

export const lipsyncUpgrade =
  (change: UpgradeChange): UpgradeChange =>
  (upgrade, memory) =>
    isLipsync(upgrade) ? change(upgrade, memory) : upgrade;

/** Changes errors of LipSync Live whose text matches. */
export const errors = (text: RegExp, change: MessageChange): FrameChange =>
  ofLipsync(
    fromServer('error', (body, connection, memory) =>
      text.test(String(body['message'])) ? change(body, connection, memory) : [body],
    ),
  );

export interface ResultContext {
  /** Position among the results of its connection, from 0. */
  readonly n: number;
  /** Pictures that the client sent so far. */
  readonly sent: number;
  /** Pace of the last config. */
  readonly fps: number;
  readonly sound: Buffer;
  /** Whether it is one of 450x800; the others of the cases are small. */
  readonly isLarge: boolean;
  /** What the mutant keeps for the connection. */
  readonly kept: Body;
}

/** Changes results. */
export const results = (change: (body: Body, context: ResultContext) => Body[]): FrameChange =>
  all(
    counting('video_input', 'sent'),
    fromClient('config', (body, connection, memory) => {
      stateOf(memory, connection)['fps'] = body['video_fps'];
      return [body];
    }),
    fromServer('synced_result', (body, connection, memory) => {
      const kept = stateOf(memory, connection);
      const n = count(kept, 'results') - 1;
      const sound = Buffer.from(String(body['audio_frame']), 'base64');
      const isLarge = imageSize(Buffer.from(String(body['video_frame']), 'base64')).height === largeHeight;
      const context = { n, sent: Number(kept['sent'] ?? 0), fps: Number(kept['fps']), sound, isLarge, kept };
      return change(body, context);
    }),
  );

/** Changes the sound of results that have some. */
export const sounds = (change: (sound: Buffer, context: ResultContext) => Buffer): FrameChange =>
  results((body, context) =>
    context.sound.length === 0
      ? [body]
      : [{ ...body, audio_frame: change(context.sound, context).toString('base64') }],
  );

export const isSilent = (sound: Buffer): boolean => sound.every((byte) => byte === 0);

/** Changes the bytes of the client's sound. */
export const sentSound = (change: (sound: Buffer, text: string) => Buffer): FrameChange =>
  fromClient('audio_input', (body) => {
    const text = String(body['audio_data']);
    return [{ ...body, audio_data: change(Buffer.from(text, 'base64'), text).toString('base64') }];
  });

/** Changes the nth config_ack of a connection, from 1. */
export const nthAck = (nth: number, change: MessageChange): FrameChange =>
  fromServer('config_ack', (body, connection, memory) =>
    count(stateOf(memory, connection), 'acks') === nth ? change(body, connection, memory) : [body],
  );

export function count(kept: Body, name: string): number {
  const now = Number(kept[name] ?? 0) + 1;
  kept[name] = now;
  return now;
}

const counting = (type: string, name: string): FrameChange =>
  fromClient(type, (body, connection: SocketPair, memory: Memory) => {
    count(stateOf(memory, connection), name);
    return [body];
  });
