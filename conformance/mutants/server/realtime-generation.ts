import type { SocketPair } from '../../traffic/relay-socket.js';
import { all, fromClient, stateOf, fromServer, withFields, type MessageChange } from '../frames.js';
import { socketMutant, type Mutant } from '../mutant.js';
import { endsOthers, errorSays, joins, lastImage, rememberImages, where } from './realtime-when.js';

export const realtimeGenerationMutants: readonly Mutant[] = [
  socketMutant('m-RT-15-tick-first', 'A tick precedes generation_started.', {
    frames: fromServer('generation_started', (body) => [{ type: 'generation_tick', seconds: 0 }, body]),
  }),
  socketMutant(
    'm-RT-16-fractions',
    'Ticks have fractions of seconds.',
    {
      frames: fromServer('generation_tick', (body) => [{ ...body, seconds: Number(body['seconds']) + 0.5 }]),
    },
    { entails: ['RT-30'] },
  ),
  socketMutant('m-RT-16-not-cumulative', 'Every tick has one second.', {
    frames: fromServer('generation_tick', withFields({ seconds: 1 })),
  }),
  socketMutant(
    'm-RT-17-tick-after-end',
    'A tick follows the end.',
    { frames: fromServer('generation_ended', (body) => [body, { type: 'generation_tick', seconds: 99 }]) },
    { entails: ['TIM-08', 'RT-27'] },
  ),
  socketMutant(
    'm-RT-18-other-reason',
    'The reason of the end is not in the contract.',
    { frames: fromServer('generation_ended', withFields({ reason: 'finished' })) },
    { entails: ['RT-30'] },
  ),
  socketMutant('m-RT-27-other-words', 'The error at the session limit has another text.', {
    frames: fromServer(
      'error',
      where(errorSays(/duration/i), withFields({ error: 'Goodbye', message: 'Goodbye' })),
    ),
  }),
  socketMutant(
    'm-TIM-04-late',
    'After a prompt with enhance_prompt, acks of prompts take 16 s.',
    {
      frames: all(
        fromClient('prompt', (body, connection, memory) => {
          if (body['enhance_prompt'] === true) stateOf(memory, connection)['enhances'] = true;
          return [body];
        }),
        fromServer(
          'prompt_ack',
          where((_, connection, memory) => stateOf(memory, connection)['enhances'] === true, late(16_000)),
        ),
      ),
    },
    { entails: ['RT-10'] },
  ),
  socketMutant(
    'm-TIM-05-late',
    'The ack of a set_image with a prompt alone takes 31 s.',
    {
      frames: all(
        rememberImages,
        fromServer(
          'set_image_ack',
          where(
            (_, connection, memory) => lastImage(memory, connection)['prompt'] === 'Make it rain',
            late(31_000),
          ),
        ),
      ),
    },
    { entails: ['RT-09', 'RT-10'] },
  ),
  socketMutant('m-TIM-08-half-speed', 'The session lasts twice as long as its token allows.', {
    frames: fromServer('generation_tick', (body) => [{ ...body, seconds: 2 * Number(body['seconds']) }]),
  }),
  socketMutant('m-TIM-10-expiry-ends', 'The expiry of a token ends its session.', {
    frames: all(
      fromServer(
        'error',
        where(errorSays(/expired|invalid/i), (body, connection, memory) => {
          endsOthers(connection, memory);
          return [body];
        }),
      ),
      joins((body, connection, memory) => {
        const known = (memory.get('open') ?? []) as SocketPair[];
        memory.set('open', [...known, connection]);
        return [body];
      }),
    ),
  }),
];

function late(ms: number): MessageChange {
  return (body, connection) => {
    setTimeout(() => connection.toClient(JSON.stringify(body)), ms).unref();
    return [];
  };
}
