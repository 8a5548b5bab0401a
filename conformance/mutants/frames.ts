import type { RelayedFrame, SocketPair } from '../traffic/relay-socket.js';
import type { FrameChange, Memory } from './mutant.js';

export type Body = Record<string, unknown>;

/** Replaces a message by none, one or several. */
export type MessageChange = (body: Body, connection: SocketPair, memory: Memory) => Body[];

/** Changes messages of a type from one side; others pass unchanged. */
const from =
  (side: RelayedFrame['from']) =>
  (type: string, change: MessageChange): FrameChange =>
  (frame, connection, memory) => {
    const body = frame.from === side && !frame.binary ? read(frame) : undefined;
    if (body?.['type'] !== type) return [frame];
    return change(body, connection, memory).map((each) => written(frame, each));
  };

export const fromServer = from('server');
export const fromClient = from('client');

/** Several changes, each for its own messages. */
export const all =
  (...changes: FrameChange[]): FrameChange =>
  (frame, connection, memory) =>
    changes.reduce<RelayedFrame[]>(
      (frames, change) => frames.flatMap((each) => change(each, connection, memory)),
      [frame],
    );

/** Sets these fields of the message. */
export const withFields =
  (fields: Body): MessageChange =>
  (body) => [{ ...body, ...fields }];

export const without =
  (...names: string[]): MessageChange =>
  (body) => [Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)))];

/** Sends a last message to the client, if any, and ends the connection. */
export const sendAndClose =
  (alter: (body: Body) => Body | undefined, code?: number): MessageChange =>
  (body, connection) => {
    const last = alter(body);
    if (last) connection.toClient(JSON.stringify(last));
    connection.end(code);
    return [];
  };

/** The state that a mutant keeps for one connection. */
export function stateOf(memory: Memory, connection: SocketPair): Body {
  const all = (memory.get('connections') ?? new Map<SocketPair, Body>()) as Map<SocketPair, Body>;
  memory.set('connections', all);
  const known = all.get(connection) ?? {};
  all.set(connection, known);
  return known;
}

function read(frame: RelayedFrame): Body | undefined {
  try {
    const body = JSON.parse(frame.data.toString()) as unknown;
    return typeof body === 'object' && body !== null ? (body as Body) : undefined;
  } catch {
    return undefined;
  }
}

const written = (frame: RelayedFrame, body: Body): RelayedFrame => ({
  ...frame,
  data: Buffer.from(JSON.stringify(body)),
});
