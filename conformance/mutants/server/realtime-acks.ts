import { all, stateOf, sendAndClose, fromServer, withFields, type Body } from '../frames.js';
import { socketMutant, type Mutant } from '../mutant.js';
import { lastImage, rememberImages, refusedAck, where } from './realtime-when.js';

const passThrough = (image: Body) => image['image_data'] === null && image['prompt'] === null;

export const realtimeAckMutants: readonly Mutant[] = [
  socketMutant('m-RT-07-error-text', 'prompt_ack has error "" in place of null.', {
    frames: fromServer(
      'prompt_ack',
      where((body) => body['success'] === true, withFields({ error: '' })),
    ),
  }),
  socketMutant(
    'm-RT-07-success-text',
    'prompt_ack has success "true".',
    {
      frames: fromServer(
        'prompt_ack',
        where((body) => body['success'] === true, withFields({ success: 'true' })),
      ),
    },
    { entails: ['RT-06', 'RT-30'] },
  ),
  socketMutant('m-RT-08-trimmed', 'prompt_ack repeats the prompt trimmed.', {
    frames: fromServer('prompt_ack', (body) => [{ ...body, prompt: String(body['prompt']).trim() }]),
  }),
  socketMutant('m-RT-08-normalised', 'prompt_ack repeats the prompt in Unicode form C.', {
    frames: fromServer('prompt_ack', (body) => [
      { ...body, prompt: String(body['prompt']).normalize('NFC') },
    ]),
  }),
  socketMutant('m-RT-09-error-text', 'set_image_ack has error "" in place of null.', {
    frames: all(
      rememberImages,
      fromServer(
        'set_image_ack',
        where(
          (body, connection, memory) =>
            body['success'] === true && !passThrough(lastImage(memory, connection)),
          withFields({ error: '' }),
        ),
      ),
    ),
  }),
  socketMutant(
    'm-RT-10-twice',
    'The ack of an empty prompt is sent twice.',
    {
      frames: fromServer(
        'prompt_ack',
        where(
          (body) => body['prompt'] === '',
          (body) => [body, body],
        ),
      ),
    },
    { entails: ['RT-08'] },
  ),
  socketMutant('m-RT-10-out-of-order', 'The second ack overtakes the first.', {
    frames: fromServer('prompt_ack', (body, connection, memory) => {
      const mine = stateOf(memory, connection);
      if (String(body['prompt']).startsWith('  two')) {
        mine['held'] = body;
        return [];
      }
      const held = mine['held'] as Body | undefined;
      delete mine['held'];
      return held ? [body, held] : [body];
    }),
  }),
  socketMutant('m-RT-10-image-acked-as-prompt', 'A picture with a prompt gets a prompt_ack too.', {
    frames: all(
      rememberImages,
      fromServer('set_image_ack', (body, connection, memory) => {
        const image = lastImage(memory, connection);
        const extra = { type: 'prompt_ack', prompt: image['prompt'], success: true, error: null };
        return typeof image['prompt'] === 'string' && typeof image['image_data'] === 'string'
          ? [body, extra]
          : [body];
      }),
    ),
  }),
  socketMutant(
    'm-RT-11-pass-through-refused',
    'Pass through is refused.',
    {
      frames: all(
        rememberImages,
        fromServer(
          'set_image_ack',
          where(
            (_, connection, memory) => passThrough(lastImage(memory, connection)),
            withFields(refusedAck),
          ),
        ),
      ),
    },
    { entails: ['RT-40'] },
  ),
  socketMutant('m-RT-12-reference-refused', 'The id of a file is refused.', {
    frames: all(
      rememberImages,
      fromServer(
        'set_image_ack',
        where(
          (_, connection, memory) => 'image_ref' in lastImage(memory, connection),
          withFields(refusedAck),
        ),
      ),
    ),
  }),
  socketMutant(
    'm-RT-13-no-reason',
    'A refused picture has no reason.',
    {
      frames: fromServer(
        'set_image_ack',
        where((body) => body['success'] === false, withFields({ error: '' })),
      ),
    },
    { entails: ['RT-14'] },
  ),
  socketMutant(
    'm-RT-13-anything-goes',
    'An invalid picture is accepted.',
    { frames: fromServer('set_image_ack', withFields({ success: true, error: null })) },
    { entails: ['RT-14'] },
  ),
  socketMutant(
    'm-RT-13-ends',
    'A refused picture ends the session.',
    {
      frames: fromServer(
        'set_image_ack',
        where(
          (body) => body['success'] === false,
          sendAndClose((body) => body, 1008),
        ),
      ),
    },
    { entails: ['RT-14'] },
  ),
];
