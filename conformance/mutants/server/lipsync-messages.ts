import { all, fromClient, fromServer, sendAndClose, stateOf, withFields } from '../frames.js';
import { socketMutant, type Mutant } from '../mutant.js';
import { jpeg } from '../../suites/fixtures/jpeg.js';
import { endsOthers, keyIn } from './realtime-when.js';
import { errors, lipsyncUpgrade, nthAck, ofLipsync } from './lipsync-when.js';

const said = (text: string) => ({ message: text, error: text });
const keyError = /invalid api key/i;
const retirement = /retired/i;
const notAPicture = /video_frame/;
const unreadable = /JSON|text frames/;

/** Faults in opening, in refusals, and in what is no picture and no sound. */
export const lipsyncMessageMutants: readonly Mutant[] = [
  socketMutant(
    'm-LIP-01-wants-a-model',
    'LipSync Live opens only with a model in the query.',
    { upgrade: lipsyncUpgrade((upgrade) => ({ ...upgrade, refuse: 400 })) },
    { entails: ['LIP-'] },
  ),
  socketMutant(
    'm-LIP-02-session-id-first',
    'A session_id comes before config_ack.',
    { frames: nthAck(1, (ack) => [{ type: 'session_id', session_id: 'a' }, ack]) },
    { and: ['LIP-09'] },
  ),
  socketMutant('m-LIP-03-no-ack', 'config is not acknowledged.', { frames: nthAck(1, () => []) }),
  socketMutant('m-LIP-09-interrupt-ack', 'interrupt_audio is acknowledged.', {
    frames: fromClient('interrupt_audio', (body, connection) => {
      connection.toClient(JSON.stringify({ type: 'interrupt_audio_ack' }));
      return [body];
    }),
  }),
  socketMutant('m-LIP-09-keep-alive', 'A frame that is not JSON follows config_ack.', {
    frames: ofLipsync((frame) =>
      frame.from === 'server' && frame.data.includes('config_ack')
        ? [frame, { ...frame, data: Buffer.from('keep-alive') }]
        : [frame],
    ),
  }),
  socketMutant('m-LIP-20-no-words', 'What is not a JPEG gets no error.', {
    frames: errors(notAPicture, () => []),
  }),
  socketMutant('m-LIP-20-closes', 'What is not a JPEG closes the socket.', {
    frames: errors(
      notAPicture,
      sendAndClose((body) => body, 1007),
    ),
  }),
  socketMutant('m-LIP-20-result', 'What is not a JPEG gets a result.', {
    frames: errors(notAPicture, (body) => [
      body,
      { type: 'synced_result', video_frame: jpeg('64x96').toString('base64'), audio_frame: '' },
    ]),
  }),
  socketMutant('m-LIP-21-no-words', 'A picture before config gets no error.', {
    frames: errors(/first message/i, () => []),
  }),
  socketMutant('m-LIP-21-closes-with-1000', 'A picture before config closes with 1000.', {
    frames: errors(
      /first message/i,
      sendAndClose((body) => body, 1000),
    ),
  }),
  socketMutant('m-LIP-22-temporary-words', 'An invalid key is reported as a temporary error.', {
    frames: errors(keyError, withFields(said('Please try again'))),
  }),
  socketMutant('m-LIP-22-closes-with-1011', 'An invalid key closes with 1011.', {
    frames: errors(
      keyError,
      sendAndClose((body) => body, 1011),
    ),
  }),
  socketMutant('m-LIP-23-text-in-error', 'The text of an error is in error alone.', {
    frames: errors(keyError, ({ type, error }) => [{ type, error }]),
  }),
  socketMutant('m-LIP-26-other-words', 'The refusal after the retirement does not name it.', {
    frames: errors(retirement, withFields(said('Please try again'))),
  }),
  socketMutant('m-LIP-26-closes-with-1000', 'After the retirement the close has 1000.', {
    frames: errors(
      retirement,
      sendAndClose((body) => body, 1000),
    ),
  }),
  // The relay sees no date, so the key of the case tells it.
  socketMutant('m-LIP-27-forbidden', 'Before the first day the upgrade answers 403.', {
    upgrade: lipsyncUpgrade((upgrade) =>
      keyIn(upgrade.path).endsWith('before_the_first_day') ? { ...upgrade, refuse: 403 } : upgrade,
    ),
  }),
  socketMutant('m-LIP-28-no-tokens', 'Client tokens are not accepted.', {
    upgrade: lipsyncUpgrade((upgrade) =>
      /^ek_(?!this)/.test(keyIn(upgrade.path)) ? { ...upgrade, refuse: 401 } : upgrade,
    ),
  }),
  socketMutant('m-LIP-29-refused', 'An unknown type gets an error.', {
    frames: ofLipsync((frame, connection) => {
      if (frame.from === 'client' && frame.data.includes('"telemetry"'))
        connection.toClient(JSON.stringify({ type: 'error', ...said('Unknown type') }));
      return [frame];
    }),
  }),
  socketMutant('m-LIP-29-closes', 'An unknown type closes the socket.', {
    frames: fromClient('telemetry', (_, connection) => {
      connection.end(1003);
      return [];
    }),
  }),
  socketMutant('m-LIP-30-no-ack', 'A second config is not acknowledged.', { frames: nthAck(2, () => []) }),
  socketMutant('m-LIP-30-not-applied', 'A second config is acknowledged and not applied.', {
    frames: all(
      nthAck(1, (ack) => [ack]),
      fromClient('config', (body, connection, memory) => {
        if (stateOf(memory, connection)['acks'] === undefined) return [body];
        connection.toClient(JSON.stringify({ type: 'config_ack' }));
        return [];
      }),
    ),
  }),
  socketMutant('m-LIP-33-no-words', 'What is not JSON gets no error.', {
    frames: errors(unreadable, () => []),
  }),
  socketMutant('m-LIP-33-closes', 'What is not JSON closes the socket.', {
    frames: errors(
      unreadable,
      sendAndClose((body) => body, 1003),
    ),
  }),
  socketMutant('m-LIP-34-accepted', 'Any video_fps is acknowledged.', {
    frames: fromClient('config', (body) => {
      const fps = Number(body['video_fps']);
      return [fps >= 1 && fps <= 60 ? body : { ...body, video_fps: 25 }];
    }),
  }),
  socketMutant('m-LIP-35-deaf', 'Pings of LipSync Live are not answered.', {
    upgrade: lipsyncUpgrade((upgrade) => ({ ...upgrade, deaf: true })),
  }),
  socketMutant('m-LIP-36-closes-with-1013', 'Without credits the close has 1013.', {
    frames: errors(
      /credit/i,
      sendAndClose((body) => body, 1013),
    ),
  }),
  socketMutant('m-LIP-37-closes-with-1008', 'Beyond the limit of sessions the close has 1008.', {
    frames: errors(
      /concurrent/i,
      sendAndClose((body) => body, 1008),
    ),
  }),
  socketMutant('m-LIP-37-new-one-wins', 'A refused session ends the running one.', {
    frames: all(
      fromServer('config_ack', (body, connection, memory) => {
        endsOthers(connection, memory);
        return [body];
      }),
      errors(/concurrent/i, (body, connection, memory) => {
        endsOthers(connection, memory);
        return [body];
      }),
    ),
  }),
  socketMutant('m-LIP-38-closes-with-1011', 'A socket without input is closed with 1011.', {
    ended: (end, { path }) =>
      path.startsWith('/router/') && end.by === 'server' && end.code === 1000 ? { ...end, code: 1011 } : end,
  }),
  socketMutant('m-LIP-39-refused', 'A key with a plus sign is not accepted.', {
    upgrade: lipsyncUpgrade((upgrade) =>
      upgrade.path.includes('+') ? { ...upgrade, refuse: 401 } : upgrade,
    ),
  }),
];
