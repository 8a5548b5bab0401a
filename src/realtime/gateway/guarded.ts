import type { WebSocket } from 'ws';
import { closeSocket } from './close-socket.js';

const INTERNAL_ERROR = 1011;

/** A listener whose failure is a reported defect and the end of this socket, never of the process. */
export const guarded =
  <A extends unknown[]>(
    socket: WebSocket,
    defect: (error: unknown) => void,
    listener: (...args: A) => void,
  ): ((...args: A) => void) =>
  (...args) => {
    try {
      listener(...args);
    } catch (error) {
      defect(error);
      closeSocket(socket, INTERNAL_ERROR, 'Internal server error');
    }
  };
