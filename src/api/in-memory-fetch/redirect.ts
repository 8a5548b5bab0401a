import type { IncomingMessage } from 'node:http';

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** Limit of the fetch standard. */
const MAX_HOPS = 20;

/**
 * The request that a redirect leads to, by the fetch standard. Undefined when the answer is final; an error when the
 * redirect must not or cannot be followed.
 */
export function redirected(
  request: Request,
  { statusCode: status = 0, headers: { location } }: IncomingMessage,
  init: RequestInit | undefined,
  hops: number,
): Request | Error | undefined {
  if (!REDIRECTS.has(status) || location === undefined || request.redirect === 'manual') return undefined;
  if (request.redirect === 'error') return new Error('unexpected redirect');
  if (hops >= MAX_HOPS) return new Error('redirect count exceeded');
  if (!URL.canParse(location, request.url)) return new Error(`${location} is not a URL`);
  const { method, signal } = request;
  const target = new URL(location, request.url);
  // As the global fetch: a redirect may only lead to HTTP.
  if (!/^https?:$/.test(target.protocol)) return new Error('URL scheme must be a HTTP(S) scheme');
  const headers = new Headers(request.headers);
  // As the global fetch: credentials stay with their origin. An `x-api-key` is an ordinary header.
  if (target.origin !== new URL(request.url).origin)
    for (const name of ['authorization', 'proxy-authorization', 'cookie']) headers.delete(name);
  if (status === 303 ? method !== 'HEAD' : status < 303 && method === 'POST') {
    for (const name of ['content-type', 'content-length', 'content-encoding', 'content-language'])
      headers.delete(name);
    return new Request(target, { method: method === 'HEAD' ? method : 'GET', headers, signal });
  }
  if (!request.body) return new Request(target, { method, headers, signal });
  const body = init?.body;
  // A stream has been consumed and cannot be sent again.
  if (body === undefined || body === null || body instanceof ReadableStream)
    return new Error('the body cannot be sent again');
  return new Request(target, { method, headers, signal, body });
}
