/**
 * The path and query of a request, also when its first line has a whole URL, as clients of proxies write it (RFC 9112,
 * 3.2.2). Anything else is `/`. A base URL that ends in a slash makes SDKs send `//v1/...`; that this is accepted is
 * inferred.
 */
export function originForm(url = '/'): string {
  if (url.startsWith('//')) return url.replace(/^\/+/, '/');
  if (url.startsWith('/') || url === '*') return url;
  const path = /^[a-z][a-z\d+.-]*:\/\/[^/?]*([/?].*)?$/i.exec(url)?.[1] ?? '/';
  return path.startsWith('?') ? `/${path}` : path;
}
