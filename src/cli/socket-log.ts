import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { oneLine } from '../contract/redaction/printable.js';
import { requestStriker } from '../contract/redaction/request-secrets.js';
import { socketRefusals, type SocketRefusal } from '../contract/socket-refusal.js';
import { wantsWebSocket } from '../http/connection/unsupported-upgrade.js';

/** What a request looks like in the log, and how long it takes. */
interface Texts {
  readonly nameOf: (request: IncomingMessage) => string;
  /** Starts a stopwatch, which gives the time since then. */
  readonly stopwatch: () => () => string;
}

/** Writes a line when a WebSocket is opened, and one when it is closed or refused, with code and reason. */
export function logSockets(
  server: Server,
  write: (line: string) => void,
  { nameOf, stopwatch }: Texts,
): void {
  if (server.listenerCount('upgrade') === 0) return; // our listener alone would change how Node handles upgrades
  const refused = new WeakMap<object, string>();
  const note = (message: unknown): void => {
    const { request, code, reason } = message as SocketRefusal;
    refused.set(request, `${code} ${reason}`.trim());
  };
  socketRefusals.subscribe(note);
  server.once('close', () => socketRefusals.unsubscribe(note));
  // Before the others, which may answer at once.
  server.prependListener('upgrade', (request: IncomingMessage, socket: Duplex) => {
    if (!wantsWebSocket(request)) return; // it is passed on as a request
    const elapsed = stopwatch();
    const what = oneLine(`WS ${nameOf(request)}`);
    let status: string | undefined;
    onFirstBytes(socket, (bytes) => {
      status = /^HTTP\/1\.1 (\d{3})/.exec(bytes)?.[1];
      if (status === OPENED) write(`${what} opened`);
    });
    socket.once('close', () => {
      const reason = struck(request, refused.get(request)) ?? (status === OPENED ? undefined : status);
      const end = reason === undefined ? 'closed' : `refused with ${reason}`;
      write(oneLine(`${what} ${end} after ${elapsed()}`));
    });
  });
}

const OPENED = '101';

/** The text without the request's own credentials. */
const struck = ({ headers, url = '/' }: IncomingMessage, text?: string): string | undefined =>
  text === undefined ? undefined : requestStriker({ headers, url }).strike(text);

/** Calls `see` with the first bytes that are sent, which are the answer to the handshake. */
function onFirstBytes(socket: Duplex, see: (bytes: string) => void): void {
  const write = socket.write.bind(socket) as (...args: unknown[]) => boolean;
  const end = socket.end.bind(socket) as (...args: unknown[]) => typeof socket;
  const look = (chunk: unknown): void => {
    if (typeof chunk !== 'string' && !(chunk instanceof Uint8Array)) return;
    Object.assign(socket, { write, end });
    see(Buffer.from(chunk as string).toString('latin1', 0, 16));
  };
  socket.write = (...args: unknown[]) => {
    look(args[0]);
    return write(...args);
  };
  socket.end = (...args: unknown[]) => {
    look(args[0]);
    return end(...args);
  };
}
