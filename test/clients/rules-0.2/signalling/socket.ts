import { within, type ClientClock } from '../clock.js';
import { ClosedError, type SocketClose } from '../errors.js';
import { OPEN_MS } from '../numbers.js';

/** The client's end of a control socket. */
export interface ControlSocket {
  send(text: string): void;
  /** Closes without a code, as `disconnect()` does. */
  close(): void;
}

export interface SocketEvents {
  message(text: string): void;
  closed(close: SocketClose): void;
}

/** Opens a control socket. Rejects when it closes, or is not open in time. */
export type OpenSocket = (url: string, clock: ClientClock, events: SocketEvents) => Promise<ControlSocket>;

/** The part that browsers' WebSocket and that of `ws` share. */
export interface WebSocketLike {
  onopen: ((event: never) => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: SocketClose) => void) | null;
  onerror: ((event: never) => void) | null;
  send(text: string): void;
  close(): void;
}

/** `OpenSocket` over a WebSocket class. */
export const openBy =
  (create: (url: string) => WebSocketLike): OpenSocket =>
  (url, clock, events) => {
    const socket = create(url);
    const opened = new Promise<ControlSocket>((resolve, reject) => {
      socket.onopen = () => resolve(socket);
      // The close that follows has the code.
      socket.onerror = () => undefined;
      socket.onmessage = ({ data }) => events.message(String(data));
      socket.onclose = ({ code, reason }) => {
        reject(new ClosedError({ code, reason }));
        events.closed({ code, reason });
      };
    });
    return within(clock, OPEN_MS, opened, () => {
      socket.close();
      return new Error(`WebSocket open timeout (${OPEN_MS}ms)`);
    });
  };
