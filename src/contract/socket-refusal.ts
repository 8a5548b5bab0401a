import { channel } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';

/** A WebSocket that was opened in order to be refused: clients read the reason from its close. */
export interface SocketRefusal {
  readonly request: IncomingMessage;
  /** Of the close. */
  readonly code: number;
  readonly reason: string;
}

/** Has a `SocketRefusal` for each refused socket, for logs. */
export const socketRefusals = channel('decart-mock.socket-refusal');
