import { defineRule, Notes } from '../rule.js';
import type { Connection } from '../trace.js';

/** Words that every SDK takes as permanent. */
const permanent = /401|unauthorized|not allowed|invalid session|invalid api key|permission denied|retired/i;
const soon = 60_000;

const sameClient = (a: Connection, b: Connection) =>
  a.credential?.name === b.credential?.name &&
  a.model === b.model &&
  a.path.split('?')[0] === b.path.split('?')[0];

/** A client that leaves closes; 1006 is a line that broke. */
const left = ({ closed }: Connection) => closed?.by === 'client' && closed.code !== 1006;

const errorOf = ({ messages }: Connection) => {
  const last = messages.filter(({ from, type }) => from === 'server' && type === 'error').at(-1);
  const text = last?.body['error'] ?? last?.body['message'];
  return typeof text === 'string' ? text : undefined;
};

export const reconnects = defineRule({
  id: 'realtime.watch/reconnects',
  title: 'Reconnects only when it can help, and not at once',
  requires: ['RT-74', 'RT-75', 'TIM-42'],
  look(trace) {
    const notes = new Notes();
    for (const [index, connection] of trace.connections.entries()) {
      const error = errorOf(connection);
      const ended = connection.endedAt;
      const code = connection.closed?.by === 'server' ? connection.closed.code : undefined;
      const hopeless = (error !== undefined && permanent.test(error)) || connection.refused === 401;
      // Who was told of an error and closes first has not left: which of the two is first is chance.
      if (ended === undefined || (left(connection) && !hopeless)) continue;
      const next = trace.connections.slice(index + 1).find((each) => sameClient(connection, each));
      const wait = next && next.at - ended;
      if (hopeless) notes.saw('RT-74');
      if (code === 1008 || code === 1013) notes.saw('RT-75');
      if (next && wait !== undefined && wait < soon) {
        notes.saw('TIM-42');
        if (hopeless) {
          notes.found({
            requirement: 'RT-74',
            about: error ?? '401',
            at: next.n,
            message: `The client connected again ${Math.round(wait)} ms after "${error ?? connection.refused ?? ''}", which is permanent.`,
            fix: /retired/i.test(error ?? '')
              ? 'Do not reconnect after such an error: use a model that is served.'
              : 'Do not reconnect after such an error: mint a new token, or tell the user.',
          });
        } else if ((code === 1008 || code === 1013) && wait < 1000) {
          notes.found({
            requirement: 'RT-75',
            about: `${code}`,
            at: next.n,
            message: `The client connected again ${Math.round(wait)} ms after a close with ${code}.`,
            fix: 'Wait a second or more, longer each time: the service is full, or refuses you.',
          });
        } else if (wait < 900) {
          notes.found({
            requirement: 'TIM-42',
            about: 'at once',
            at: next.n,
            message: `The client connected again ${Math.round(wait)} ms after the connection ended.`,
            fix: 'Wait a second, and longer with every try.',
          });
        }
      }
    }
    return notes;
  },
});
