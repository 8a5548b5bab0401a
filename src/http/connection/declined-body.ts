import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Up to which byte of a connection everything has been served, where that is known. */
const served = new WeakMap<Socket, number>();
/** At which byte of its connection a declined request ends; NaN where that cannot be known, as with chunks. */
const ends = new WeakMap<IncomingMessage, number>();

/** Notes that a connection has been served up to here, except for `rest`, which is served next. */
export const noteServed = ({ socket }: IncomingMessage, rest: Buffer): void =>
  void served.set(socket, socket.bytesRead - rest.length);

/** Notes a request with a body whose upgrade is declined. Call it before its URL is changed. */
export function noteDeclined(request: IncomingMessage): void {
  const { socket, method = '', url = '', httpVersion, rawHeaders, headers } = request;
  let head = `${method} ${url} HTTP/${httpVersion}\r\n\r\n`.length;
  for (let index = 0; index < rawHeaders.length; index += 2)
    head += `${rawHeaders[index]}: ${rawHeaders[index + 1]}\r\n`.length;
  ends.set(request, (served.get(socket) ?? 0) + head + Number(headers['content-length'] ?? NaN));
}

/**
 * Ends the connection after the answer to a declined request when something may be pipelined behind its body: Node's
 * parser, which stops at every Upgrade header, drops what came in the same piece. The client then knows that it was not
 * served (RFC 9112, 9.3.2). A client that waits for its answers keeps the connection.
 */
export function closeBehindDeclined(request: IncomingMessage, response: ServerResponse): void {
  const end = ends.get(request);
  if (end === undefined) return;
  const { socket } = request;
  const close = (): void => {
    if (!response.headersSent) response.setHeader('connection', 'close');
  };
  if (socket.bytesRead === end) served.set(socket, end);
  else if (!(socket.bytesRead < end)) close();
  else request.once('end', () => (socket.bytesRead === end ? served.set(socket, end) : close()));
}
