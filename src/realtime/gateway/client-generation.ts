import type { RawData, WebSocket } from 'ws';
import { pause } from '../../world/time/host-time.js';
import { readFrame } from './read-frame.js';

/** How a client gets its media: in a LiveKit room, or over WebRTC that its control socket negotiates. */
export type ClientGeneration = 'livekit' | 'direct';

/** How long a client's first message is awaited, in real time. */
export const FIRST_MESSAGE_MS = 500;

/**
 * First version of each SDK over LiveKit, where `user_agent` tells it. JavaScript sent 0.0.0-dev up to 0.1.14, Android
 * 0.0.1 up to 0.7.0, iOS nothing (facts: sdk-javascript.md 1, sdk-python-android-ios.md 3.1).
 */
const FIRST_LIVEKIT = new Map([
  ['js', { version: [0, 1, 0], tellsBefore: true }],
  ['python', { version: [0, 1, 0], tellsBefore: true }],
  ['android', { version: [0, 7, 1], tellsBefore: false }],
]);

/** The generation that a `user_agent` names; undefined when it does not tell. */
export function namedGeneration(userAgent: string): ClientGeneration | undefined {
  const [, sdk = '', ...numbers] = /^decart-(\w+)-sdk\/(\d+)\.(\d+)\.(\d+)(?![\w.-])/.exec(userAgent) ?? [];
  const first = FIRST_LIVEKIT.get(sdk);
  if (!first) return undefined;
  const version = numbers.map(Number);
  const at = version.findIndex((part, index) => part !== first.version[index]);
  const isLivekit = at < 0 || (version[at] ?? 0) > (first.version[at] ?? 0);
  return isLivekit ? 'livekit' : first.tellsBefore ? 'direct' : undefined;
}

/**
 * The generation of a client by its first message. One that sends nothing in time counts as direct: it then reads the
 * text in either place.
 */
export async function awaitGeneration(socket: WebSocket): Promise<ClientGeneration> {
  return new Promise((resolve) => {
    socket.once('message', (data: RawData, isBinary: boolean) => {
      const frame = readFrame(data, isBinary);
      const type = frame.kind === 'message' ? frame.message.type : frame.type;
      resolve(type === 'livekit_join' ? 'livekit' : 'direct');
    });
    const unknown = (): void => resolve('direct');
    socket.once('close', unknown);
    void pause(FIRST_MESSAGE_MS).then(unknown);
  });
}
