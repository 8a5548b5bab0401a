import { request as httpRequest, type IncomingMessage, type Server } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { socketPair } from './socket-pair.js';

/** Headers of the connection, which the global fetch refuses. */
const REFUSED = ['connection', 'expect', 'keep-alive', 'transfer-encoding', 'upgrade'];

/**
 * Sends a request over a connection in memory. `body` is what `request.body` was made of, if that is known.
 * @throws TypeError for a header that the global fetch refuses; the errors of the connection and of the body
 */
export async function exchange(
  server: Server,
  request: Request,
  host: string,
  body: RequestInit['body'],
): Promise<IncomingMessage> {
  const { pathname, search } = new URL(request.url);
  const headers: Record<string, string> = {};
  request.headers.forEach((value, name) => (headers[name] = value));
  const refused = REFUSED.find((name) => name in headers);
  if (refused !== undefined) throw new TypeError(`invalid ${refused} header`);
  // Not the API's host: answers build the mock's URLs from it, and the control API asks for a name of this machine.
  headers['host'] = host;
  const length = request.body ? lengthOf(body) : undefined;
  if (length === undefined) delete headers['content-length'];
  else headers['content-length'] = String(length);
  const outgoing = httpRequest({
    method: request.method,
    path: pathname + search,
    headers,
    signal: request.signal,
    createConnection: () => {
      const [client, peer] = socketPair();
      server.emit('connection', peer);
      return client;
    },
  });
  const answer = new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.on('response', resolve).on('error', reject);
  });
  if (!request.body) outgoing.end();
  // A body that fails also fails `answer`, through `outgoing`.
  else await Promise.race([answer, pipeline(Readable.fromWeb(request.body as NodeReadableStream), outgoing)]);
  return answer;
}

/** Length of a body in bytes, if known without reading it. */
function lengthOf(body: RequestInit['body']): number | undefined {
  if (typeof body === 'string') return Buffer.byteLength(body);
  if (body instanceof URLSearchParams) return Buffer.byteLength(body.toString());
  if (body instanceof Blob) return body.size;
  if (body instanceof ArrayBuffer || ArrayBuffer.isView(body)) return body.byteLength;
  return undefined;
}
