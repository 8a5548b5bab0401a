import { request as httpRequest, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { hostRefused, isOfApi, isOwn, originOf, type OtherHosts } from './hosts.js';
import { redirected } from './redirect.js';
import { toResponse } from './response.js';
import { socketPair } from './socket-pair.js';

/** A `fetch` that one mock answers. */
export type InMemoryFetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** The server behind a fetch. */
export interface FetchTarget {
  readonly server: Server;
  readonly isOpen: () => boolean;
  readonly otherHosts: OtherHosts;
}

/** Headers of the connection, which the global fetch refuses. */
const REFUSED = ['connection', 'expect', 'keep-alive', 'transfer-encoding', 'upgrade'];
// Captured at load: a test may replace the global fetch by this one.
const globalFetch = globalThis.fetch;

/**
 * A `fetch` over connections in memory: real HTTP, real streaming, no port. Only the transport differs, so resets and
 * truncated bodies fail as on a network. It answers paths, the hosts of the API and the mock's own URL. Others are
 * refused, or go to the global fetch, as `data:` and `blob:` URLs do.
 * @throws Error for another host; otherwise what the global fetch throws
 */
export function inMemoryFetch({ server, isOpen, otherHosts }: FetchTarget): InMemoryFetch {
  // A pipe's address is text; a mock listens on ports only.
  const listening = (): AddressInfo | null => server.address() as AddressInfo | null;
  return async (input, init) => {
    const base = originOf(listening());
    const request = new Request(typeof input === 'string' ? new URL(input, base) : input, init);
    const { protocol } = new URL(request.url);
    if (protocol === 'data:' || protocol === 'blob:') return globalFetch(request);
    if (!/^https?:$/.test(protocol)) throw failed(new Error(`unknown scheme ${protocol}`));
    for (let current = request, hops = 0; ; hops++) {
      current.signal.throwIfAborted();
      const url = new URL(current.url);
      const own = isOwn(url, listening());
      if (!own && !isOfApi(url)) {
        if (otherHosts === 'pass-on') return globalFetch(current);
        throw hostRefused(url, listening());
      }
      if (!isOpen()) throw failed(new Error('The mock is closed.'));
      const host = own ? url.host : new URL(base).host;
      const answer = await exchange(server, current, host, init?.body).catch((cause: unknown) => {
        request.signal.throwIfAborted();
        throw failed(cause);
      });
      const next = redirected(current, answer, init, hops);
      if (next === undefined) return toResponse(answer, current, hops > 0);
      answer.resume();
      if (next instanceof Error) throw failed(next);
      current = next;
    }
  };
}

const failed = (cause: unknown): TypeError => new TypeError('fetch failed', { cause });

async function exchange(
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
