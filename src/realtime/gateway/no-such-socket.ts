import type { Duplex } from 'node:stream';
import { ApiError } from '../../contract/errors.js';
import { Striker } from '../../contract/redaction/strike.js';
import { UNSERVED } from '../../world/rules/operations.js';
import { addressOf } from './frame-journal.js';
import type { SocketCaller } from './socket-caller.js';
import { answerUpgrade } from './upgrade.js';

/** Answers a handshake for a path that has no WebSocket with 404, and journals it. */
export function noSuchSocket({ identity, journal, query }: SocketCaller, socket: Duplex): void {
  const { code, status, message, advice } = new ApiError('not_found');
  const entry = {
    kind: 'ws',
    operation: UNSERVED,
    status,
    error: code,
    advice,
    ...addressOf(query),
  } as const;
  journal.add(entry, identity ? undefined : new Striker(query.keys));
  answerUpgrade(socket, status, { detail: message });
}
