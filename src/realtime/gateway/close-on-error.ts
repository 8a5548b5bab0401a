import type { WebSocket } from 'ws';
import { closeSocket } from './close-socket.js';

const INTERNAL_ERROR = 1011;

/** Wraps a socket's listener: an error in it is reported and closes this socket, and does not end the process. */
export const closeOnError =
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
