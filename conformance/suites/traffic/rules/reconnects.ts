import { defineRule, RuleReport } from '../rule.js';
import type { TracedSocket } from '../trace.js';
import { groupBy } from './group-by.js';

/** Words that every SDK treats as permanent. */
const permanent = /401|unauthorized|not allowed|invalid session|invalid api key|permission denied|retired/i;
const soon = 60_000;

/** The connections of one client: same credential, model and path. */
const clientOf = ({ credential, model, path }: TracedSocket) =>
  JSON.stringify([credential?.name, model, path.split('?')[0]]);

/** Each connection with the next one of the same client. */
function withNext(connections: readonly TracedSocket[]): [TracedSocket, TracedSocket | undefined][] {
  const nextOf = new Map<TracedSocket, TracedSocket>();
  for (const group of groupBy(connections, clientOf).values()) {
    for (const [index, connection] of group.entries()) {
      const next = group[index + 1];
      if (next) nextOf.set(connection, next);
    }
  }
  return connections.map((connection) => [connection, nextOf.get(connection)]);
}

/** The client closed on purpose; 1006 is a broken connection. */
const left = ({ closed }: TracedSocket) => closed?.by === 'client' && closed.code !== 1006;

const errorOf = ({ messages }: TracedSocket) => {
  const last = messages.filter(({ from, type }) => from === 'server' && type === 'error').at(-1);
  const text = last?.body['error'] ?? last?.body['message'];
  return typeof text === 'string' ? text : undefined;
};

/** It was admitted: the server sent a message other than an error or a queue position. */
const wasUp = ({ messages }: TracedSocket) =>
  messages.some(({ from, type }) => from === 'server' && type !== 'error' && type !== 'queue_position');

/** Official SDKs reconnect at once after a session, and wait from the second try on. That is tolerated. */
function atOnce(ended: TracedSocket, when: string, wait: number) {
  const message = `The client connected again ${Math.round(wait)} ms ${when}.`;
  return wasUp(ended)
    ? {
        about: `as SDKs ${when}`,
        message: `${message} Official SDKs do this too, the first time after a session.`,
        fix: 'None where an SDK reconnects for you; in code of your own, wait a second, and longer with every try.',
        tolerated: true as const,
      }
    : { about: when, message, fix: 'Wait a second, and longer with every try.' };
}

export const reconnects = defineRule({
  id: 'realtime.traffic/reconnects',
  title: 'Reconnects only after temporary errors, and with a pause',
  requires: ['RT-74', 'RT-75', 'TIM-42'],
  evaluate(trace) {
    const result = new RuleReport();
    for (const [connection, next] of withNext(trace.connections)) {
      const error = errorOf(connection);
      const ended = connection.endedAt;
      const code = connection.closed?.by === 'server' ? connection.closed.code : undefined;
      const isPermanent = (error !== undefined && permanent.test(error)) || connection.refused === 401;
      // After an error either side may close first, so a close by the client does not mean that it left.
      if (ended === undefined || (left(connection) && !isPermanent)) continue;
      const wait = next && next.at - ended;
      if (isPermanent) result.exercised('RT-74');
      if (code === 1008 || code === 1013) result.exercised('RT-75');
      if (next && wait !== undefined && wait < soon) {
        result.exercised('TIM-42');
        if (isPermanent) {
          result.report({
            requirement: 'RT-74',
            about: error ?? '401',
            at: next.n,
            message: `The client connected again ${Math.round(wait)} ms after "${error ?? connection.refused ?? ''}", which is permanent.`,
            fix: /retired/i.test(error ?? '')
              ? 'Do not reconnect after such an error: use a model that is served.'
              : 'Do not reconnect after such an error: mint a new token, or report it to the user.',
          });
        } else if (wait < 1000 && (code === 1008 || code === 1013)) {
          result.report({
            requirement: 'RT-75',
            at: next.n,
            ...atOnce(connection, `after a close with ${code}`, wait),
          });
        } else if (wait < 900 && (connection.closed ?? connection.refused) !== undefined) {
          // A HAR does not record who closed, and a client that left may reconnect at once.
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
