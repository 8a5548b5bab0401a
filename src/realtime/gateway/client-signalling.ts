import type { RawData, WebSocket } from 'ws';
import { pause } from '../../world/time/host-time.js';
import { readFrame } from './read-frame.js';

/** How a client gets its media: in a LiveKit room, or over WebRTC that its control socket negotiates. */
export type ClientSignalling = 'livekit' | 'direct';

/** What a client's first message tells of it. */
export interface FirstMessage {
  readonly signalling: ClientSignalling;
  /** Its join asks for frame timing, as JavaScript 0.2 does by default. */
  readonly framesTimed: boolean;
}

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

/** The signalling that a `user_agent` names; undefined when it does not tell. */
export function namedSignalling(userAgent: string): ClientSignalling | undefined {
  const { sdk, version } = namedSdk(userAgent) ?? {};
  const first = FIRST_LIVEKIT.get(sdk ?? '');
  if (!first || !version) return undefined;
  return reaches(version, first.version) ? 'livekit' : first.tellsBefore ? 'direct' : undefined;
}

/** Whether a `user_agent` names an SDK over LiveKit, and one that shows the text of an `error` before a 1008. */
export function namesOlderLivekit(userAgent: string): boolean {
  const { sdk, version } = namedSdk(userAgent) ?? {};
  if (!version || namedSignalling(userAgent) !== 'livekit') return false;
  return sdk !== 'js' || !reaches(version, ERROR_COSTS_REASON);
}

/** JavaScript versions in which an `error` costs the reason of the close (facts: sdk-javascript-0.2.md 3.4). */
const ERROR_COSTS_REASON = [0, 2, 0];

/** A prerelease counts as its version; 0.0.0 is what builds without a version send. */
function namedSdk(userAgent: string): { readonly sdk: string; readonly version: number[] } | undefined {
  const [, sdk, ...numbers] = /^decart-(\w+)-sdk\/(\d+)\.(\d+)\.(\d+)/.exec(userAgent) ?? [];
  const version = numbers.map(Number);
  return sdk === undefined || version.every((part) => part === 0) ? undefined : { sdk, version };
}

function reaches(version: readonly number[], first: readonly number[]): boolean {
  const at = version.findIndex((part, index) => part !== first[index]);
  return at < 0 || (version[at] ?? 0) > (first[at] ?? 0);
}

/**
 * A client's first message. One that sends nothing in time counts as direct: it then reads the text in either place.
 */
export async function awaitFirstMessage(socket: WebSocket): Promise<FirstMessage> {
  return new Promise((resolve) => {
    socket.once('message', (data: RawData, isBinary: boolean) => {
      const frame = readFrame(data, isBinary);
      const join =
        frame.kind === 'message' && frame.message.type === 'livekit_join' ? frame.message : undefined;
      const type = frame.kind === 'message' ? frame.message.type : frame.type;
      resolve({
        signalling: type === 'livekit_join' ? 'livekit' : 'direct',
        framesTimed: join?.client_capabilities?.frame_timing === true,
      });
    });
    const unknown = (): void => resolve({ signalling: 'direct', framesTimed: false });
    socket.once('close', unknown);
    void pause(FIRST_MESSAGE_MS).then(unknown);
  });
}
