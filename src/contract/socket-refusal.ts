import { channel } from 'node:diagnostics_channel';

/** A WebSocket that was opened in order to be refused: clients read the reason from its close. */
export interface SocketRefusal {
  /** The `IncomingMessage` of its handshake. */
  readonly request: object;
  /** Of the close. */
  readonly code: number;
  readonly reason: string;
}

/** Has a `SocketRefusal` for each refused socket, for logs. */
export const socketRefusals = channel('decart-mock.socket-refusal');
