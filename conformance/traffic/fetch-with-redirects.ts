import type { Connections } from './connections.js';

const maxRedirects = 5;

/**
 * Fetches, and follows redirects of GET and HEAD as a client would. Another origin gets no `x-api-key`. Any other
 * redirect, and one beyond the limit, is returned as the answer.
 */
export async function fetchWithRedirects(
  url: string,
  init: RequestInit & { method: string; headers: Record<string, string> },
  over: Connections,
): Promise<Response> {
  let at = new URL(url);
  let headers = init.headers;
  for (let hops = 0; ; hops++) {
    const response = await over.fetch(at, { ...init, headers, redirect: 'manual' });
    const to = response.headers.get('location');
    const reads = init.method === 'GET' || init.method === 'HEAD';
    const moved = [301, 302, 303, 307, 308].includes(response.status);
    if (!moved || !reads || to === null || hops >= maxRedirects || !URL.canParse(to, at)) return response;
    const next = new URL(to, at);
    if (!/^https?:$/.test(next.protocol)) return response;
    if (next.origin !== at.origin)
      headers = Object.fromEntries(
        Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'x-api-key'),
      );
    response.body?.cancel().catch(() => undefined);
    at = next;
  }
}
