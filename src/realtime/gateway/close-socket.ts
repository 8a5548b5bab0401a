import type { WebSocket } from 'ws';

const MAX_REASON_BYTES = 123;

/** Closes the socket and cuts the reason to the length of a close frame. */
export function closeSocket(socket: WebSocket, code: number, reason: string): void {
  let text = reason;
  while (Buffer.byteLength(text) > MAX_REASON_BYTES) text = text.slice(0, -1);
  socket.close(code, text);
}
