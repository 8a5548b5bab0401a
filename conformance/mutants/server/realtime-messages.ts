import { fromServer, withFields } from '../frames.js';
import { socketMutant, type Mutant } from '../mutant.js';
import { badKey, joins, keyIn, where } from './realtime-when.js';

const isTryOn = (path: string): boolean => path.includes('model=lucy-vton');

export const realtimeMessageMutants: readonly Mutant[] = [
  socketMutant(
    'm-RT-19-text-in-message',
    'The text of an error is in message alone.',
    {
      frames: fromServer(
        'error',
        where(
          (_, connection) => badKey(connection),
          ({ error, ...rest }) => [{ ...rest, message: error }],
        ),
      ),
    },
    { entails: ['RT-23', 'RT-30', 'RT-38'] },
  ),
  socketMutant('m-RT-30-unknown-type', 'A message of an unknown type is sent.', {
    frames: joins((body) => [body, { type: 'welcome', text: 'hello' }]),
  }),
  socketMutant('m-RT-34-no-number', 'A long prompt is refused without a number.', {
    frames: fromServer(
      'prompt_ack',
      where(
        (body, { path }) => body['success'] === false && !isTryOn(path),
        withFields({ error: 'Too long' }),
      ),
    ),
  }),
  socketMutant('m-RT-47-taken', 'A try-on prompt is never too long.', {
    frames: fromServer(
      'prompt_ack',
      where(
        (body, { path }) => body['success'] === false && isTryOn(path),
        withFields({ success: true, error: null }),
      ),
    ),
  }),
  socketMutant(
    'm-RT-35-nonsense-shuts-the-door',
    'After a frame that is not JSON no connection is admitted.',
    {
      frames: (frame, connection, memory) => {
        if (frame.from === 'client' && frame.data.toString() === 'hello')
          memory.set(keyIn(connection.path), 'shut');
        return [frame];
      },
      upgrade: (upgrade, memory) =>
        memory.get(keyIn(upgrade.path)) === 'shut' ? { ...upgrade, refuse: 503 } : upgrade,
    },
  ),
  socketMutant('m-RT-35-nonsense-for-nonsense', 'A frame that is not JSON is answered by another one.', {
    frames: (frame, connection) => {
      if (frame.from === 'client' && frame.data.toString() === 'hello') connection.toClient('what?');
      return [frame];
    },
  }),
  socketMutant('m-RT-36-deaf', 'Pings are not answered.', {
    upgrade: (upgrade) => ({ ...upgrade, deaf: true }),
  }),
];
