import { defineRule, RuleReport } from '../rule.js';
import type { TracedSocket } from '../trace.js';

/** Words that every SDK takes as permanent. */
const permanent = /401|unauthorized|not allowed|invalid session|invalid api key|permission denied|retired/i;
const soon = 60_000;

const sameClient = (a: TracedSocket, b: TracedSocket) =>
  a.credential?.name === b.credential?.name &&
  a.model === b.model &&
  a.path.split('?')[0] === b.path.split('?')[0];

/** A client that leaves closes; 1006 is a line that broke. */
const left = ({ closed }: TracedSocket) => closed?.by === 'client' && closed.code !== 1006;

const errorOf = ({ messages }: TracedSocket) => {
  const last = messages.filter(({ from, type }) => from === 'server' && type === 'error').at(-1);
  const text = last?.body['error'] ?? last?.body['message'];
  return typeof text === 'string' ? text : undefined;
};

/** It was let in: a message came that neither refuses it nor tells it to wait. */
const wasUp = ({ messages }: TracedSocket) =>
  messages.some(({ from, type }) => from === 'server' && type !== 'error' && type !== 'queue_position');

/** What official SDKs do as well: they come back at once after a session, and wait from the second try on. */
function atOnce(ended: TracedSocket, when: string, wait: number) {
  const message = `The client connected again ${Math.round(wait)} ms ${when}.`;
  return wasUp(ended)
    ? {
        about: `as SDKs ${when}`,
        message: `${message} Official SDKs do so too, the first time after a session.`,
        fix: 'None where an SDK reconnects for you; in code of your own, wait a second, and longer with every try.',
        tolerated: true as const,
      }
    : { about: when, message, fix: 'Wait a second, and longer with every try.' };
}

export const reconnects = defineRule({
  id: 'realtime.traffic/reconnects',
  title: 'Reconnects only when it can help, and not at once',
  requires: ['RT-74', 'RT-75', 'TIM-42'],
  evaluate(trace) {
    const result = new RuleReport();
    for (const [index, connection] of trace.connections.entries()) {
      const error = errorOf(connection);
      const ended = connection.endedAt;
      const code = connection.closed?.by === 'server' ? connection.closed.code : undefined;
      const hopeless = (error !== undefined && permanent.test(error)) || connection.refused === 401;
      // Who was reported of an error and closes first has not left: which of the two is first is chance.
      if (ended === undefined || (left(connection) && !hopeless)) continue;
      const next = trace.connections.slice(index + 1).find((each) => sameClient(connection, each));
      const wait = next && next.at - ended;
      if (hopeless) result.exercised('RT-74');
      if (code === 1008 || code === 1013) result.exercised('RT-75');
      if (next && wait !== undefined && wait < soon) {
        result.exercised('TIM-42');
        if (hopeless) {
          result.report({
            requirement: 'RT-74',
            about: error ?? '401',
            at: next.n,
            message: `The client connected again ${Math.round(wait)} ms after "${error ?? connection.refused ?? ''}", which is permanent.`,
            fix: /retired/i.test(error ?? '')
              ? 'Do not reconnect after such an error: use a model that is served.'
              : 'Do not reconnect after such an error: mint a new token, or tell the user.',
          });
        } else if (wait < 1000 && (code === 1008 || code === 1013)) {
          result.report({
            requirement: 'RT-75',
            at: next.n,
            ...atOnce(connection, `after a close with ${code}`, wait),
          });
        } else if (wait < 900 && (connection.closed ?? connection.refused) !== undefined) {
          // A HAR does not tell who closed, and who leaves may come again at once.
          result.report({
            requirement: 'TIM-42',
            at: next.n,
            ...atOnce(connection, 'after the connection ended', wait),
          });
        }
      }
    }
    return result;
  },
});
