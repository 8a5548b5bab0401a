import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** The newest response of a connection. A property, because each request would pay for an entry of a weak map. */
const newest = Symbol('newest response');

type Connection = Duplex & { [newest]?: ServerResponse };

/** All unfinished ones, of connections whose client sends requests before it has the answers. */
const pipelined = new WeakMap<Duplex, Set<ServerResponse>>();

/** Notes that a connection owes an answer. Call it for every request. */
export function noteOwed(connection: Connection, response: ServerResponse): void {
  const before = connection[newest];
  connection[newest] = response;
  if (before === undefined || isSent(before)) return;
  const all = pipelined.get(connection) ?? new Set([before]);
  pipelined.set(connection, all);
  all.add(response);
  for (const one of [before, response]) one.once('close', () => all.delete(one));
}

/** The answers that a connection still owes, in the order in which they are sent. */
export function owedAnswers(connection: Connection): readonly ServerResponse[] {
  const last = connection[newest];
  const all = [...(pipelined.get(connection) ?? [])];
  return (all.length > 0 || last === undefined ? all : [last]).filter((one) => !isSent(one));
}

/**
 * Continues once the earlier answers of a connection are sent: answers come in the order of the requests (RFC 9112,
 * 9.3.2). Node hands a socket over, for an upgrade or CONNECT, while they are still being made. Never continues on a
 * connection that ends with them.
 */
export function afterAnswers(
  connection: Duplex,
  next: () => void,
  owed: readonly ServerResponse[] = owedAnswers(connection),
): void {
  const last = owed.at(-1);
  if (last === undefined) return next();
  // Node has removed its listeners: a long answer would stop at the first full buffer, and a reset end the process.
  const keepSending = (): void => void owed.find((one) => !isSent(one))?.emit('drain');
  connection.on('drain', keepSending).on('error', ignore);
  last.once('close', () => {
    connection.off('drain', keepSending).off('error', ignore);
    if (connection.writable) next();
    else connection.on('error', ignore);
  });
}

const ignore = (): void => undefined;

const isSent = (response: ServerResponse): boolean => response.writableFinished || response.destroyed;
