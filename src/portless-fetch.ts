import { request as httpRequest, type IncomingMessage, type Server } from 'node:http';
import { duplexPair, Readable, type Duplex } from 'node:stream';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';

/** A `fetch` that reaches one server and nothing else. */
export type PortlessFetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/**
 * A `fetch` over connections in memory: real HTTP, real streaming, no port. Nothing but the way the bytes take
 * differs, so resets and cut bodies fail here as they do on a network.
 */
export function portlessFetch(server: Server): PortlessFetch {
  return async (input, init) => {
    const request = new Request(typeof input === 'string' ? new URL(input, 'http://localhost') : input, init);
    request.signal.throwIfAborted();
    const answer = await exchange(server, request).catch((cause: unknown) => {
      request.signal.throwIfAborted();
      throw new TypeError('fetch failed', { cause });
    });
    return toResponse(answer);
  };
}

async function exchange(server: Server, request: Request): Promise<IncomingMessage> {
  const { pathname, search } = new URL(request.url);
  const headers: Record<string, string> = {};
  request.headers.forEach((value, name) => (headers[name] = value));
  // The name in the URL leads nowhere; this one says where the request really comes from.
  headers['host'] = 'localhost';
  const outgoing = httpRequest({
    method: request.method,
    path: pathname + search,
    headers,
    signal: request.signal,
    createConnection: () => connect(server),
  });
  const answer = new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.on('response', resolve).on('error', reject);
  });
  if (request.body) Readable.fromWeb(request.body as NodeReadableStream).pipe(outgoing);
  else outgoing.end();
  return answer;
}

/** One end for the client; the server takes the other for a socket. */
function connect(server: Server): Duplex {
  const [here, there] = duplexPair();
  const reset = (): void => {
    there.destroy();
    here.destroy(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }));
  };
  server.emit('connection', Object.assign(there, { resetAndDestroy: reset }));
  return here;
}

/** Statuses whose responses must not have a body. */
const BODILESS: ReadonlySet<number> = new Set([101, 204, 205, 304]);

function toResponse(answer: IncomingMessage): Response {
  const { statusCode: status = 0, statusMessage = '', rawHeaders } = answer;
  const headers = new Headers();
  for (let index = 0; index + 1 < rawHeaders.length; index += 2)
    headers.append(rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '');
  if (BODILESS.has(status)) answer.resume();
  const body = BODILESS.has(status) ? null : (Readable.toWeb(answer) as ReadableStream<Uint8Array>);
  return new Response(body, { status, statusText: statusMessage, headers });
}
