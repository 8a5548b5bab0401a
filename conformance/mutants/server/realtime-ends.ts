import { at, on } from '../when.js';
import { edit, json } from '../changes.js';
import { all, fromClient, fromServer, stateOf } from '../frames.js';
import { socketMutant, type Memory, type Mutant } from '../mutant.js';
import { closedFor, errorSays, joins, keyIn, where } from './realtime-when.js';

const capped = (memory: Memory, key: string): boolean => memory.get(`capped ${key}`) === true;

/** Notes the token of a session that has reached its limit. */
const notesCaps = fromServer(
  'error',
  where(errorSays(/duration/i), (body, { path }, memory) => {
    memory.set(`capped ${keyIn(path)}`, true);
    memory.set('capped', true);
    return [body];
  }),
);

const staysOpen = (): undefined => undefined;

export const realtimeEndMutants: readonly Mutant[] = [
  socketMutant('m-RT-48-stays-open', 'The connection stays open after a terminal end.', {
    ended: closedFor(/^insufficient_credits$/, staysOpen),
  }),
  socketMutant('m-RT-49-stays-open', 'The connection stays open at maxSessionDuration.', {
    ended: closedFor(/duration limit/i, staysOpen),
  }),
  socketMutant('m-RT-68-generates-again', 'A rejoin under a capped token generates.', {
    frames: all(
      notesCaps,
      joins((body, { path }, memory) =>
        capped(memory, keyIn(path)) ? [body, { type: 'generation_started' }] : [body],
      ),
    ),
  }),
  socketMutant('m-RT-69-slot-held', 'The slot of a session is held after its maxSessionDuration.', {
    frames: notesCaps,
    change: at(
      on.quota,
      edit(
        json((body, { memory }) =>
          memory.get('capped') === true ? { ...body, active: Number(body['active']) + 1 } : body,
        ),
      ),
    ),
  }),
  socketMutant('m-RT-88-generates-at-once', 'A join with nothing applied generates.', {
    frames: all(
      fromClient('livekit_join', (body, connection, memory) => {
        stateOf(memory, connection)['bare'] = body['passthrough'] === true;
        return [body];
      }),
      joins((body, connection, memory) =>
        stateOf(memory, connection)['bare'] === true ? [body, { type: 'generation_started' }] : [body],
      ),
    ),
  }),
];
