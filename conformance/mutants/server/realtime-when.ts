import type { SocketPair } from '../../traffic/relay-socket.js';
import { fromClient, stateOf, fromServer, type Body, type MessageChange } from '../frames.js';
import type { EndChange, Memory } from '../mutant.js';

export const keyIn = (path: string) => new URLSearchParams(path.split('?', 2)[1]).get('api_key') ?? '';

export const badKey = ({ path }: SocketPair) => keyIn(path).startsWith('ek_this');

/** Applies the change to messages that match; others pass unchanged. */
export const where =
  (
    holds: (body: Body, connection: SocketPair, memory: Memory) => boolean,
    change: MessageChange,
  ): MessageChange =>
  (body, connection, memory) =>
    holds(body, connection, memory) ? change(body, connection, memory) : [body];

export const errorSays = (text: RegExp) => (body: Body) => text.test(String(body['error']));

/** Ends the earlier connections of the same key. */
export const endsOthers = (connection: SocketPair, memory: Memory) => {
  const known = (memory.get('open') ?? []) as SocketPair[];
  for (const other of known)
    if (other !== connection && keyIn(other.path) === keyIn(connection.path)) other.end(1000);
  memory.set('open', [...known.filter((other) => other !== connection), connection]);
};

/** Remembers the last set_image, for its ack. */
export const rememberImages = fromClient('set_image', (body, connection, memory) => {
  stateOf(memory, connection)['image'] = body;
  return [body];
});

export const lastImage = (memory: Memory, connection: SocketPair) =>
  (stateOf(memory, connection)['image'] ?? {}) as Body;

export const joins = (change: MessageChange) => fromServer('livekit_room_info', change);

export const refusedAck = { success: false, error: 'No' };

/** Applies the change to closes of the server whose reason matches; others pass unchanged. */
export const closedFor =
  (reason: RegExp, change: EndChange): EndChange =>
  (end, connection) =>
    end.by === 'server' && reason.test(end.reason) ? change(end, connection) : end;

export const sendError = (connection: SocketPair, text: string): void =>
  connection.toClient(JSON.stringify({ type: 'error', error: text, message: text }));
