import type { Upgrade } from '../../traffic/relay-socket.js';
import { readJson } from '../changes.js';
import { all, sendAndClose, fromServer, without, withFields } from '../frames.js';
import { socketMutant, type MutantChange, type Memory, type Mutant, type UpgradeChange } from '../mutant.js';
import { on } from '../when.js';
import { badKey, closedFor, endsOthers, errorSays, joins, keyIn, sendError, where } from './realtime-when.js';

const modelIn = (path: string) => new URLSearchParams(path.split('?', 2)[1]).get('model') ?? '';

/** Replaces the model or the key in the query. */
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

/** Remembers the account of each minted token. */
const remembersOwners: MutantChange = async (call) => {
  const reply = await call.forward();
  const key = readJson(reply)?.['apiKey'];
  if (on.mint(call.request) && typeof key === 'string')
    call.memory.set(key, call.request.headers['x-api-key']);
  return reply;
};

export const realtimeAdmissionMutants: readonly Mutant[] = [
  socketMutant('m-RT-20-other-words', 'The refusal of a retired model does not name the retirement.', {
    ended: closedFor(/retired/i, (end) => ({ ...end, reason: 'Model not available' })),
  }),
  socketMutant('m-RT-20-closes-with-1000', 'A retired model closes with 1000.', {
    ended: closedFor(/retired/i, (end) => ({ ...end, code: 1000 })),
  }),
  socketMutant('m-RT-20-line-cut', 'A retired model drops the connection without a close code.', {
    ended: closedFor(/retired/i, (end) => ({ ...end, code: 1006 })),
  }),
  socketMutant('m-RT-87-error-first', 'A client of LiveKit gets an error before a close with 1008.', {
    ended: closedFor(/retired/i, (end, connection) => {
      sendError(connection, end.reason);
      return end;
    }),
  }),
  socketMutant('m-RT-21-other-words', 'Beyond the limit the error has another text.', {
    frames: fromServer(
      'error',
      where(
        errorSays(/concurrent/i),
        withFields({ error: 'Too many sessions', message: 'Too many sessions' }),
      ),
    ),
  }),
  socketMutant('m-RT-21-closes-with-1008', 'Beyond the limit the close code is 1008.', {
    frames: fromServer(
      'error',
      where(
        errorSays(/concurrent/i),
        sendAndClose((body) => body, 1008),
      ),
    ),
  }),
  socketMutant('m-RT-22-origin-not-checked', 'Origins are not checked.', {
    upgrade: (upgrade) =>
      upgrade.headers['origin'] === undefined
        ? upgrade
        : { ...upgrade, headers: { ...upgrade.headers, origin: 'https://app.example.com' } },
  }),
  socketMutant('m-RT-22-case-ignored', 'Origins are compared case-insensitively.', {
    upgrade: (upgrade) => ({
      ...upgrade,
      headers: {
        ...upgrade.headers,
        ...(upgrade.headers['origin'] && { origin: upgrade.headers['origin'].toLowerCase() }),
      },
    }),
  }),
  socketMutant('m-RT-22-other-words', 'A disallowed origin is reported as a bad request.', {
    frames: fromServer(
      'error',
      where(errorSays(/origin/i), withFields({ error: 'Bad request', message: 'Bad request' })),
    ),
  }),
  socketMutant('m-RT-23-temporary-words', 'An invalid key is reported as a temporary error.', {
    frames: fromServer(
      'error',
      where(
        (_, connection) => badKey(connection),
        withFields({ error: 'Please try again', message: 'Please try again' }),
      ),
    ),
  }),
  socketMutant('m-RT-24-scope-not-checked', 'A token opens models outside its scope.', {
    upgrade: query(
      ({ path }) => keyIn(path).startsWith('ek_') && modelIn(path) === 'lucy-restyle-2',
      'model',
      () => 'lucy-2.5',
    ),
  }),
  socketMutant(
    'm-RT-95-models-not-checked',
    'An account opens models that it lacks.',
    {
      upgrade: query(
        ({ path }) => !keyIn(path).startsWith('ek_') && modelIn(path) === 'lucy-restyle-2',
        'model',
        () => 'lucy-2.5',
      ),
    },
    { entails: ['RT-96'] },
  ),
  socketMutant('m-RT-95-other-words', 'A model that the account lacks is reported as unknown.', {
    frames: fromServer(
      'error',
      where(errorSays(/not permitted/), withFields({ error: 'Unknown model', message: 'Unknown model' })),
    ),
  }),
  socketMutant('m-RT-96-closes-with-1008', 'A model that the account lacks closes with 1008.', {
    frames: fromServer(
      'error',
      where(
        errorSays(/not permitted/),
        sendAndClose((body) => body, 1008),
      ),
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
    { entails: ['RT-22', 'RT-24', 'RT-27', 'RT-49', 'RT-68', 'RT-69', 'TIM-'] },
  ),
  socketMutant('m-RT-26-jwt-refused', 'A JWT is not admitted.', {
    upgrade: (upgrade) => (keyIn(upgrade.path).startsWith('eyJ') ? { ...upgrade, refuse: 401 } : upgrade),
  }),
  socketMutant(
    'm-RT-28-beyond-the-queue',
    'A position is larger than the queue.',
    { frames: fromServer('queue_position', withFields({ position: 9 })) },
    { entails: ['RT-38'] },
  ),
  socketMutant(
    'm-RT-28-no-size',
    'queue_position has no queue_size.',
    { frames: fromServer('queue_position', without('queue_size')) },
    { entails: ['RT-30'] },
  ),
  socketMutant(
    'm-RT-29-new-one-wins',
    'A new session ends the running one.',
    {
      frames: all(
        fromServer(
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
  socketMutant('m-RT-31-no-words', 'An unknown model is closed without a word.', {
    ended: (end, { path }) => (modelIn(path) === 'lucy-never-existed-9' ? { ...end, reason: '' } : end),
  }),
  socketMutant(
    'm-RT-32-no-words',
    'An invalid key is closed without an error message.',
    {
      frames: fromServer(
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
  ...(
    [
      ['m-RT-98-no-type', 'The error of capacity has no error_type.', without('error_type')],
      ['m-RT-98-no-time', 'The error of capacity has no retry_after.', without('retry_after')],
      ['m-RT-98-in-ms', 'retry_after is in ms.', withFields({ retry_after: 5_000 })],
      ['m-RT-99-no-reason', 'The close of capacity has no reason.', sendAndClose((body) => body, 1013)],
      ['m-RT-99-policy', 'Without capacity the close code is 1008.', sendAndClose((body) => body, 1008)],
    ] as const
  ).map(([id, text, change]) =>
    socketMutant(id, text, { frames: fromServer('error', where(errorSays(/at capacity/i), change)) }),
  ),
  socketMutant('m-RT-39-credits-1013', 'Without credits the close code is 1013.', {
    ended: closedFor(/^insufficient credits/i, (end) => ({ ...end, code: 1013 })),
  }),
];
