import type { SocketPair } from '../../traffic/relay-socket.js';
import {
  all,
  fromClient,
  stateOf,
  sendAndClose,
  fromServer,
  without,
  withFields,
  type Body,
} from '../frames.js';
import { socketMutant, type Memory, type Mutant } from '../mutant.js';
import { joins, refusedAck, where } from './realtime-when.js';

const latin = 'конференция';

const rememberJoins = fromClient('livekit_join', (body, connection, memory) => {
  stateOf(memory, connection)['joined'] = true;
  return [body];
});

/** Whether the client of this connection has joined a room. */
const joinedRoom = (_: Body, connection: SocketPair, memory: Memory) =>
  stateOf(memory, connection)['joined'] === true;

export const realtimeJoinMutants: readonly Mutant[] = [
  socketMutant(
    'm-RT-01-no-stream',
    'The stream answers 404.',
    { upgrade: (upgrade) => ({ ...upgrade, refuse: 404 }) },
    { entails: ['RT-', 'TIM-'] },
  ),
  socketMutant('m-RT-02-two-rooms', 'A join gets two room infos.', { frames: joins((body) => [body, body]) }),
  socketMutant(
    'm-RT-02-no-room',
    'A join gets no room.',
    { frames: joins(() => []) },
    { and: ['TIM-03'], entails: ['RT-', 'TIM-'] },
  ),
  socketMutant(
    'm-RT-03-no-token',
    'Room info has no token.',
    { frames: joins(without('token')) },
    { entails: ['RT-30', 'RT-38'] },
  ),
  socketMutant(
    'm-RT-03-https',
    'livekit_url is an https URL.',
    {
      frames: joins((body) => [{ ...body, livekit_url: String(body['livekit_url']).replace(/^ws/, 'http') }]),
    },
    { entails: ['RT-30'] },
  ),
  socketMutant('m-RT-03-room-name-not-latin', 'room_name is not Latin-1.', {
    frames: joins(withFields({ room_name: latin })),
  }),
  socketMutant(
    'm-RT-04-no-session-id',
    'Room info has no session_id.',
    { frames: joins(without('session_id')) },
    { entails: ['RT-38'] },
  ),
  socketMutant(
    'm-RT-05-waits-for-state',
    'Room info waits for the announced picture.',
    {
      frames: all(
        fromClient('livekit_join', (body, connection, memory) => {
          stateOf(memory, connection)['waits'] = body['passthrough'] === false;
          return [body];
        }),
        joins((body, connection, memory) => {
          if (!stateOf(memory, connection)['waits']) return [body];
          stateOf(memory, connection)['held'] = body;
          return [];
        }),
      ),
    },
    { entails: ['RT-06'] },
  ),
  socketMutant('m-RT-06-capabilities-refused', 'A join with client_capabilities ends the connection.', {
    frames: fromClient(
      'livekit_join',
      where(
        (body) => 'client_capabilities' in body,
        sendAndClose(() => undefined, 1008),
      ),
    ),
  }),
  socketMutant('m-RT-06-initial-state-refused', 'A prompt in the join is refused.', {
    frames: all(
      fromClient('livekit_join', (body, connection, memory) => {
        stateOf(memory, connection)['initial'] = body['initial_state'];
        return [body];
      }),
      fromServer(
        'prompt_ack',
        where(
          (_, connection, memory) => Boolean(stateOf(memory, connection)['initial']),
          withFields(refusedAck),
        ),
      ),
    ),
  }),
  socketMutant('m-RT-40-state-refused', 'The state before an offer is refused.', {
    frames: all(
      rememberJoins,
      fromServer(
        'set_image_ack',
        where((...message) => !joinedRoom(...message), withFields(refusedAck)),
      ),
    ),
  }),
  socketMutant(
    'm-RT-41-no-sdp',
    'The answer has no sdp.',
    { frames: fromServer('answer', without('sdp')) },
    { entails: ['RT-30'] },
  ),
  socketMutant('m-RT-42-candidate-first', 'A candidate precedes the answer.', {
    frames: fromServer('answer', (body) => [{ type: 'ice-candidate', candidate: null }, body]),
  }),
  socketMutant(
    'm-RT-43-no-port',
    'session_id has no server_port.',
    { frames: fromServer('session_id', without('server_port')) },
    { entails: ['RT-30'] },
  ),
  socketMutant('m-RT-97-room-info-alone', 'A join gets the room info alone.', {
    frames: all(
      rememberJoins,
      fromServer(
        'session_id',
        where(joinedRoom, () => []),
      ),
    ),
  }),
  socketMutant('m-RT-97-other-id', 'After a join session_id has another id than the room info.', {
    frames: all(
      rememberJoins,
      fromServer('session_id', where(joinedRoom, withFields({ session_id: 'sess_other' }))),
    ),
  }),
  socketMutant('m-RT-44-unknown-ends', 'A message of an unknown type ends the session.', {
    frames: fromClient(
      'message_of_a_later_year',
      sendAndClose(() => undefined, 1008),
    ),
  }),
];
