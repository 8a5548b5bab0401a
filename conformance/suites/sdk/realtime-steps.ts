import type { Called } from './called.js';
import type { SdkContext } from './context.js';
import type { Recorded, RecordedFrame } from '../../traffic/recorded.js';
import { succeeded } from './steps.js';

const stream = /^\/v1\/stream$/;

/** Fields that a client may send, by message type. */
export const knownFields: Readonly<Record<string, readonly string[]>> = {
  livekit_join: ['passthrough', 'initial_state', 'client_capabilities'],
  set_image: ['image_data', 'image_ref', 'prompt', 'enhance_prompt'],
  prompt: ['prompt', 'enhance_prompt'],
  offer: ['sdp'],
  answer: ['sdp'],
  'ice-candidate': ['candidate'],
};

type ClientMessage = Record<string, unknown>;

export const read = ({ text }: RecordedFrame): ClientMessage => {
  try {
    return JSON.parse(text) as ClientMessage;
  } catch {
    return { type: 'not JSON' };
  }
};

export const sockets = (s: SdkContext): Recorded[] => s.sent('GET', stream);

/** The messages that the SDK sent over a socket, parsed. */
export const sentMessages = (socket: Recorded | undefined): ClientMessage[] =>
  (socket?.frames ?? []).filter(({ from }) => from === 'client').map(read);

export const connect = (
  s: SdkContext,
  args: Record<string, unknown> = {},
  cancelWhen: () => boolean = () => false,
): Promise<Called> =>
  s.call(
    'realtime.connect',
    { model: s.model('realtime'), media: 'synthetic', ...args },
    { deadlineMs: 40_000, cancelWhen },
  );

/** Connects, and continues only when that worked. Returns the handle. */
export async function connected(s: SdkContext, args?: Record<string, unknown>): Promise<string> {
  const called = await connect(s, args);
  succeeded(s, 'realtime.connect', called);
  s.precondition(called.handle !== undefined, 'the session has no handle.');
  return called.handle;
}

/** Calls an operation on a session. */
export const on = (
  s: SdkContext,
  handle: string,
  op: string,
  args: Record<string, unknown> = {},
): Promise<Called> => s.call(op, args, { session: handle, deadlineMs: 40_000 });

/** What every realtime case shares. */
export const base = {
  needs: ['realtime.connect', 'realtime.disconnect'],
  deadlineMs: 120_000,
  tags: ['slow', 'realtime'],
} as const;

/** The service's acknowledgement of a prompt. */
export function ackOf(s: SdkContext, prompt: string): ClientMessage | undefined {
  return sockets(s)
    .flatMap(({ frames }) => frames.filter(({ from }) => from === 'server').map(read))
    .find(({ type, prompt: echoed }) => type === 'prompt_ack' && echoed === prompt);
}
