import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';

/** Header names in lower case; several of one name joined with a comma. */
export type HeaderMap = Record<string, string>;

/** A complete request. */
export interface RelayedRequest {
  method: string;
  /** Path and query as received. */
  path: string;
  headers: HeaderMap;
  /** The Host header of the client. */
  host: string;
  /** Header names as the client spelled them. */
  spelling: readonly string[];
  body: Buffer;
}

/** A complete answer. */
export interface RelayedReply {
  status: number;
  headers: HeaderMap;
  body: Buffer;
  /** Breaks the connection after this many bytes of the body. */
  cutAfter?: number;
}

/** Sends a request to the target. Throws when the target does not answer. */
export type Forward = (request: RelayedRequest) => Promise<RelayedReply>;

const hopByHop = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'te',
  'trailer',
  'upgrade',
  'host',
]);

/** Headers without those that concern one hop. */
export function withoutHopByHop(headers: IncomingHttpHeaders): HeaderMap {
  const all: HeaderMap = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !hopByHop.has(name))
      all[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return all;
}

export async function readRequest(incoming: IncomingMessage): Promise<RelayedRequest> {
  return {
    method: incoming.method ?? 'GET',
    path: incoming.url ?? '/',
    headers: withoutHopByHop(incoming.headers),
    host: incoming.headers.host ?? '',
    spelling: incoming.rawHeaders.filter((_, index) => index % 2 === 0),
    body: await readAll(incoming),
  };
}

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/**
 * Sends a request and reads the answer; server-sent events go to `stream` instead. A server may answer before it has
 * read the whole body, so an error after the start of the answer is ignored.
 */
export function forwardRequest(
  base: string,
  request: RelayedRequest,
  stream: (answer: IncomingMessage) => void,
): Promise<RelayedReply> {
  const url = new URL(base + request.path);
  const bodyless = request.body.length === 0 && ['GET', 'HEAD', 'OPTIONS'].includes(request.method);
  const headers = { ...request.headers };
  if (bodyless) delete headers['content-length'];
  else headers['content-length'] = String(request.body.length);
  return new Promise((resolve, reject) => {
    const start = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const outgoing = start(url, { method: request.method, headers }, (answer) => {
      const status = answer.statusCode ?? 502;
      if (/^text\/event-stream/.test(answer.headers['content-type'] ?? '')) {
        stream(answer);
        resolve({ status, headers: withoutHopByHop(answer.headers), body: Buffer.alloc(0) });
        return;
      }
      readAll(answer).then(
        (body) => resolve({ status, headers: withoutHopByHop(answer.headers), body }),
        reject,
      );
    });
    outgoing.on('error', reject);
    outgoing.end(request.body);
  });
}
