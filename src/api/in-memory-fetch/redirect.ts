import type { SentBody } from './sent-body.js';

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** Limit of the fetch standard. */
const MAX_HOPS = 20;

/** As the global fetch: credentials stay with their origin. */
const CREDENTIALS = ['authorization', 'proxy-authorization', 'cookie'];
/** The key of the API. The global fetch sends it on; here it stays with the hosts that the mock answers. */
const API_KEY = 'x-api-key';

/** An answer that may be a redirect. */
export interface Redirect {
  readonly status: number;
  readonly location: string | undefined;
  /** Requests before this one. */
  readonly hops: number;
  /** Whether the mock answers a URL. */
  readonly isAnswered: (url: URL) => boolean;
}

/**
 * The request that a redirect leads to, by the fetch standard. Undefined when the answer is final; an error when the
 * redirect must not or cannot be followed.
 */
export async function redirected(
  request: Request,
  { status, location, hops, isAnswered }: Redirect,
  init: RequestInit | undefined,
  sent: SentBody,
): Promise<Request | Error | undefined> {
  if (!REDIRECTS.has(status) || location === undefined || request.redirect === 'manual') return undefined;
  if (request.redirect === 'error') return new Error('unexpected redirect');
  if (hops >= MAX_HOPS) return new Error('redirect count exceeded');
  if (!URL.canParse(location, request.url)) return new Error(`${location} is not a URL`);
  const { method, signal } = request;
  const target = new URL(location, request.url);
  // As the global fetch: a redirect may only lead to HTTP.
  if (!/^https?:$/.test(target.protocol)) return new Error('URL scheme must be a HTTP(S) scheme');
  const headers = headersFor(target, request, isAnswered);
  const common = { ...init, headers, signal };
  if (status === 303 ? method !== 'HEAD' : status < 303 && method === 'POST') {
    for (const name of ['content-type', 'content-length', 'content-encoding', 'content-language'])
      headers.delete(name);
    return new Request(target, { ...common, method: method === 'HEAD' ? method : 'GET', body: null });
  }
  if (!request.body) return new Request(target, { ...common, method, body: null });
  const body = await sent.again();
  return body === undefined
    ? new Error('the body cannot be sent again')
    : new Request(target, { ...common, method, body });
}

function headersFor(target: URL, request: Request, isAnswered: Redirect['isAnswered']): Headers {
  const headers = new Headers(request.headers);
  if (target.origin === new URL(request.url).origin) return headers;
  for (const name of isAnswered(target) ? CREDENTIALS : [...CREDENTIALS, API_KEY]) headers.delete(name);
  return headers;
}
