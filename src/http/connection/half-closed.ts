import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { owedAnswers } from './owed-answers.js';

/**
 * How long a client that has closed its side of the connection waits for the next bytes of its answers; ours. A client that
 * is gone looks the same, and answers that take longer are not made for it.
 */
const GRACE_MS = 1_000;

/** Lets clients close their side right after the request. Node by default closes such a connection, with answers unsent. */
export const allowHalfClosed = (server: Server): void =>
  // Node has no type for it; it exists in all versions.
  void Object.assign(server, { httpAllowHalfOpen: true });

/** For the 'end' of a connection. One for all: thousands may be open. */
export function closeAfterAnswers(this: Socket): void {
  if (owedAnswers(this).length === 0) return;
  // A connection in memory has no time limit; its client closes one side only to leave.
  const { setTimeout: limit } = this as Partial<Socket>;
  if (limit) limit.call(this, GRACE_MS, () => this.destroy());
  else this.destroy();
}
