import type { SocketPair, Upgrade } from '../../watch/relay-socket.js';
import { readJson } from '../changes.js';
import {
  all,
  asked,
  notes,
  saysAndEnds,
  told,
  without,
  withFields,
  type Body,
  type MessageChange,
} from '../frames.js';
import { socketMutant, type Change, type Memory, type Mutant, type UpgradeChange } from '../mutant.js';
import { on } from '../when.js';

const keyIn = (path: string) => new URLSearchParams(path.split('?', 2)[1]).get('api_key') ?? '';
const modelIn = (path: string) => new URLSearchParams(path.split('?', 2)[1]).get('model') ?? '';
const badKey = ({ path }: SocketPair) => keyIn(path).startsWith('ek_this');

/** Only where it holds; the message as it came elsewhere. */
const where =
  (
    holds: (body: Body, connection: SocketPair, memory: Memory) => boolean,
    change: MessageChange,
  ): MessageChange =>
  (body, connection, memory) =>
    holds(body, connection, memory) ? change(body, connection, memory) : [body];
const errorSays = (text: RegExp) => (body: Body) => text.test(String(body['error']));

/** Asks for another model or key. */
const query =
  (
    holds: (upgrade: Upgrade, memory: Memory) => boolean,
    name: string,
    value: (memory: Memory, now: string) => string,
  ): UpgradeChange =>
  (upgrade, memory) => {
    if (!holds(upgrade, memory)) return upgrade;
    const [path = '', rest = ''] = upgrade.path.split('?', 2);
    const fields = new URLSearchParams(rest);
    fields.set(name, value(memory, fields.get(name) ?? ''));
    return { ...upgrade, path: `${path}?${fields.toString()}` };
  };

/** Remembers whose every minted token is. */
const remembersOwners: Change = async (call) => {
  const reply = await call.forward();
  const key = readJson(reply)?.['apiKey'];
  if (on.mint(call.request) && typeof key === 'string')
    call.memory.set(key, call.request.headers['x-api-key']);
  return reply;
};

/** Ends the connections that a key had before. */
const endsOthers = (connection: SocketPair, memory: Memory) => {
  const known = (memory.get('open') ?? []) as SocketPair[];
  for (const other of known)
    if (other !== connection && keyIn(other.path) === keyIn(connection.path)) other.end(1000);
  memory.set('open', [...known.filter((other) => other !== connection), connection]);
};

/** Notes the last picture message, for the ack that answers it. */
const notesImages = asked('set_image', (body, connection, memory) => {
  notes(memory, connection)['image'] = body;
  return [body];
});
const lastImage = (memory: Memory, connection: SocketPair) =>
  (notes(memory, connection)['image'] ?? {}) as Body;
const passThrough = (image: Body) => image['image_data'] === null && image['prompt'] === null;

const joins = (change: MessageChange) => told('livekit_room_info', change);
const refusedAck = { success: false, error: 'No' };
const latin = 'конференция';

export const realtimeMutants: Mutant[] = [
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
    'Room info waits for the picture that was announced.',
    {
      frames: all(
        asked('livekit_join', (body, connection, memory) => {
          notes(memory, connection)['waits'] = body['passthrough'] === false;
          return [body];
        }),
        joins((body, connection, memory) => {
          if (!notes(memory, connection)['waits']) return [body];
          notes(memory, connection)['held'] = body;
          return [];
        }),
      ),
    },
    { entails: ['RT-06'] },
  ),
  socketMutant('m-RT-06-capabilities-refused', 'A join with client_capabilities ends the connection.', {
    frames: asked(
      'livekit_join',
      where(
        (body) => 'client_capabilities' in body,
        saysAndEnds(() => undefined, 1008),
      ),
    ),
  }),
  socketMutant('m-RT-06-initial-state-refused', 'A prompt in the join is refused.', {
    frames: all(
      asked('livekit_join', (body, connection, memory) => {
        notes(memory, connection)['initial'] = body['initial_state'];
        return [body];
      }),
      told(
        'prompt_ack',
        where(
          (_, connection, memory) => Boolean(notes(memory, connection)['initial']),
          withFields(refusedAck),
        ),
      ),
    ),
  }),
  socketMutant('m-RT-07-error-text', 'prompt_ack says error "" in the place of null.', {
    frames: told(
      'prompt_ack',
      where((body) => body['success'] === true, withFields({ error: '' })),
    ),
  }),
  socketMutant(
    'm-RT-07-success-text',
    'prompt_ack says success "true".',
    {
      frames: told(
        'prompt_ack',
        where((body) => body['success'] === true, withFields({ success: 'true' })),
      ),
    },
    { entails: ['RT-06', 'RT-30'] },
  ),
  socketMutant('m-RT-08-trimmed', 'prompt_ack repeats the prompt without its blanks.', {
    frames: told('prompt_ack', (body) => [{ ...body, prompt: String(body['prompt']).trim() }]),
  }),
  socketMutant('m-RT-08-normalised', 'prompt_ack repeats the prompt in Unicode form C.', {
    frames: told('prompt_ack', (body) => [{ ...body, prompt: String(body['prompt']).normalize('NFC') }]),
  }),
  socketMutant('m-RT-09-error-text', 'set_image_ack says error "" in the place of null.', {
    frames: all(
      notesImages,
      told(
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
    'The ack of an empty prompt comes twice.',
    {
      frames: told(
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
    frames: told('prompt_ack', (body, connection, memory) => {
      const mine = notes(memory, connection);
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
      notesImages,
      told('set_image_ack', (body, connection, memory) => {
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
        notesImages,
        told(
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
      notesImages,
      told(
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
    'A refused picture gets no reason.',
    {
      frames: told(
        'set_image_ack',
        where((body) => body['success'] === false, withFields({ error: '' })),
      ),
    },
    { entails: ['RT-14'] },
  ),
  socketMutant(
    'm-RT-13-anything-goes',
    'A picture that is none is taken.',
    { frames: told('set_image_ack', withFields({ success: true, error: null })) },
    { entails: ['RT-14'] },
  ),
  socketMutant(
    'm-RT-13-ends',
    'A refused picture ends the session.',
    {
      frames: told(
        'set_image_ack',
        where(
          (body) => body['success'] === false,
          saysAndEnds((body) => body, 1008),
        ),
      ),
    },
    { entails: ['RT-14'] },
  ),
  socketMutant('m-RT-15-tick-first', 'A tick precedes generation_started.', {
    frames: told('generation_started', (body) => [{ type: 'generation_tick', seconds: 0 }, body]),
  }),
  socketMutant(
    'm-RT-16-fractions',
    'Ticks have fractions of seconds.',
    { frames: told('generation_tick', (body) => [{ ...body, seconds: Number(body['seconds']) + 0.5 }]) },
    { entails: ['RT-30'] },
  ),
  socketMutant('m-RT-16-not-cumulative', 'Every tick says one second.', {
    frames: told('generation_tick', withFields({ seconds: 1 })),
  }),
  socketMutant(
    'm-RT-17-tick-after-end',
    'A tick follows the end.',
    { frames: told('generation_ended', (body) => [body, { type: 'generation_tick', seconds: 99 }]) },
    { entails: ['TIM-08', 'RT-27'] },
  ),
  socketMutant(
    'm-RT-18-other-reason',
    'The reason of the end is another word.',
    { frames: told('generation_ended', withFields({ reason: 'finished' })) },
    { entails: ['RT-30'] },
  ),
  socketMutant(
    'm-RT-19-text-in-message',
    'The text of an error is in message alone.',
    {
      frames: told(
        'error',
        where(
          (_, connection) => badKey(connection),
          ({ error, ...rest }) => [{ ...rest, message: error }],
        ),
      ),
    },
    { entails: ['RT-23', 'RT-30', 'RT-38'] },
  ),
  socketMutant('m-RT-20-other-words', 'The refusal of a retired model does not say so.', {
    frames: told(
      'error',
      where(
        errorSays(/retired/i),
        withFields({ error: 'Model not available', message: 'Model not available' }),
      ),
    ),
  }),
  socketMutant('m-RT-20-closes-with-1000', 'A retired model closes with 1000.', {
    frames: told(
      'error',
      where(
        errorSays(/retired/i),
        saysAndEnds((body) => body, 1000),
      ),
    ),
  }),
  socketMutant('m-RT-20-line-cut', 'A retired model cuts the line, without a code.', {
    frames: told(
      'error',
      where(
        errorSays(/retired/i),
        saysAndEnds((body) => body),
      ),
    ),
  }),
  socketMutant('m-RT-21-other-words', 'Beyond the limit the error says something else.', {
    frames: told(
      'error',
      where(
        errorSays(/concurrent/i),
        withFields({ error: 'Too many sessions', message: 'Too many sessions' }),
      ),
    ),
  }),
  socketMutant('m-RT-21-closes-with-1008', 'Beyond the limit the close has 1008.', {
    frames: told(
      'error',
      where(
        errorSays(/concurrent/i),
        saysAndEnds((body) => body, 1008),
      ),
    ),
  }),
  socketMutant('m-RT-22-origin-not-checked', 'Origins are not checked.', {
    upgrade: (upgrade) =>
      upgrade.headers['origin'] === undefined
        ? upgrade
        : { ...upgrade, headers: { ...upgrade.headers, origin: 'https://app.example.com' } },
  }),
  socketMutant('m-RT-22-case-ignored', 'Origins are compared without their case.', {
    upgrade: (upgrade) => ({
      ...upgrade,
      headers: {
        ...upgrade.headers,
        ...(upgrade.headers['origin'] && { origin: upgrade.headers['origin'].toLowerCase() }),
      },
    }),
  }),
  socketMutant('m-RT-22-other-words', 'A wrong origin is told as a bad request.', {
    frames: told(
      'error',
      where(errorSays(/origin/i), withFields({ error: 'Bad request', message: 'Bad request' })),
    ),
  }),
  socketMutant('m-RT-23-temporary-words', 'A bad key is told as if it could be tried again.', {
    frames: told(
      'error',
      where(
        (_, connection) => badKey(connection),
        withFields({ error: 'Please try again', message: 'Please try again' }),
      ),
    ),
  }),
  socketMutant('m-RT-24-scope-not-checked', 'A token opens any model.', {
    upgrade: query(
      ({ path }) => keyIn(path).startsWith('ek_') && modelIn(path) === 'lucy-restyle-2',
      'model',
      () => 'lucy-2.5',
    ),
  }),
  socketMutant(
    'm-RT-25-expired-accepted',
    'An expired token opens a session.',
    {
      change: remembersOwners,
      upgrade: query(
        ({ path }, memory) => memory.has(keyIn(path)),
        'api_key',
        (memory, key) => String(memory.get(key)),
      ),
    },
    { entails: ['RT-22', 'RT-24', 'RT-27', 'TIM-'] },
  ),
  socketMutant('m-RT-26-jwt-refused', 'A JWT is not admitted.', {
    upgrade: (upgrade) => (keyIn(upgrade.path).startsWith('eyJ') ? { ...upgrade, refuse: 401 } : upgrade),
  }),
  socketMutant('m-RT-27-other-words', 'The end of the session length is told otherwise.', {
    frames: told(
      'error',
      where(errorSays(/duration/i), withFields({ error: 'Goodbye', message: 'Goodbye' })),
    ),
  }),
  socketMutant(
    'm-RT-28-beyond-the-queue',
    'A position lies beyond the queue.',
    { frames: told('queue_position', withFields({ position: 9 })) },
    { entails: ['RT-38'] },
  ),
  socketMutant(
    'm-RT-28-no-size',
    'queue_position has no queue_size.',
    { frames: told('queue_position', without('queue_size')) },
    { entails: ['RT-30'] },
  ),
  socketMutant(
    'm-RT-29-new-one-wins',
    'A new session ends the one that runs.',
    {
      frames: all(
        told(
          'error',
          where(errorSays(/concurrent/i), (body, connection, memory) => {
            endsOthers(connection, memory);
            return [body];
          }),
        ),
        joins((body, connection, memory) => {
          endsOthers(connection, memory);
          return [body];
        }),
      ),
    },
    { entails: ['RT-37'] },
  ),
  socketMutant('m-RT-30-unknown-type', 'A message of an unknown type is sent.', {
    frames: joins((body) => [body, { type: 'welcome', text: 'hello' }]),
  }),
  socketMutant('m-RT-31-no-words', 'An unknown model is closed without a word.', {
    frames: told(
      'error',
      where(
        (_, { path }) => modelIn(path) === 'lucy-never-existed-9',
        saysAndEnds(() => undefined, 1008),
      ),
    ),
  }),
  socketMutant(
    'm-RT-32-no-words',
    'A bad key is closed without a word.',
    {
      frames: told(
        'error',
        where(
          (_, connection) => badKey(connection),
          () => [],
        ),
      ),
    },
    { entails: ['RT-19', 'RT-23'] },
  ),
  socketMutant('m-RT-33-no-latest', 'lucy-latest is unknown.', {
    upgrade: query(
      ({ path }) => modelIn(path) === 'lucy-latest',
      'model',
      () => 'lucy-never',
    ),
  }),
  socketMutant('m-RT-34-no-number', 'A long prompt is refused without a number.', {
    frames: told(
      'prompt_ack',
      where((body) => body['success'] === false, withFields({ error: 'Too long' })),
    ),
  }),
  socketMutant('m-RT-35-nonsense-shuts-the-door', 'After a frame that is no JSON nobody is admitted.', {
    frames: (frame, connection, memory) => {
      if (frame.from === 'client' && frame.data.toString() === 'hello')
        memory.set(keyIn(connection.path), 'shut');
      return [frame];
    },
    upgrade: (upgrade, memory) =>
      memory.get(keyIn(upgrade.path)) === 'shut' ? { ...upgrade, refuse: 503 } : upgrade,
  }),
  socketMutant('m-RT-35-nonsense-for-nonsense', 'A frame that is no JSON is answered by one.', {
    frames: (frame, connection) => {
      if (frame.from === 'client' && frame.data.toString() === 'hello') connection.toClient('what?');
      return [frame];
    },
  }),
  socketMutant('m-RT-36-deaf', 'Pings are not answered.', {
    upgrade: (upgrade) => ({ ...upgrade, deaf: true }),
  }),
  socketMutant('m-RT-39-credits-1013', 'Without credits the close has 1013.', {
    frames: told(
      'error',
      where(
        errorSays(/credit/i),
        saysAndEnds((body) => body, 1013),
      ),
    ),
  }),
  socketMutant('m-RT-40-state-refused', 'The state before an offer is refused.', {
    frames: all(
      asked('livekit_join', (body, connection, memory) => {
        notes(memory, connection)['joined'] = true;
        return [body];
      }),
      told(
        'set_image_ack',
        where((_, connection, memory) => !notes(memory, connection)['joined'], withFields(refusedAck)),
      ),
    ),
  }),
  socketMutant(
    'm-RT-41-no-sdp',
    'The answer has no sdp.',
    { frames: told('answer', without('sdp')) },
    { entails: ['RT-30'] },
  ),
  socketMutant('m-RT-42-candidate-first', 'A candidate precedes the answer.', {
    frames: told('answer', (body) => [{ type: 'ice-candidate', candidate: null }, body]),
  }),
  socketMutant(
    'm-RT-43-no-port',
    'session_id has no server_port.',
    { frames: told('session_id', without('server_port')) },
    { entails: ['RT-30'] },
  ),
  socketMutant('m-RT-44-unknown-ends', 'A message of a later year ends the session.', {
    frames: asked(
      'message_of_a_later_year',
      saysAndEnds(() => undefined, 1008),
    ),
  }),
  socketMutant(
    'm-TIM-04-late',
    'Once a session asks for enhancement, acks of prompts take 16 s.',
    {
      frames: all(
        asked('prompt', (body, connection, memory) => {
          if (body['enhance_prompt'] === true) notes(memory, connection)['enhances'] = true;
          return [body];
        }),
        told(
          'prompt_ack',
          where((_, connection, memory) => notes(memory, connection)['enhances'] === true, late(16_000)),
        ),
      ),
    },
    { entails: ['RT-10'] },
  ),
  socketMutant(
    'm-TIM-05-late',
    'The ack of a picture that is only a prompt takes 31 s.',
    {
      frames: all(
        notesImages,
        told(
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
    frames: told('generation_tick', (body) => [{ ...body, seconds: 2 * Number(body['seconds']) }]),
  }),
  socketMutant('m-TIM-10-expiry-ends', 'The expiry of a token ends its session.', {
    frames: all(
      told(
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
