/**
 * The path and query of a request, also where its first line names a whole URL, as clients of proxies write it
 * (RFC 9112, 3.2.2). What is neither leads nowhere. A base URL that ends in a slash makes SDKs send `//v1/...`; that this
 * is forgiven is inferred.
 */
export function originForm(url = '/'): string {
  if (url.startsWith('//')) return url.replace(/^\/+/, '/');
  if (url.startsWith('/') || url === '*') return url;
  const path = /^[a-z][a-z\d+.-]*:\/\/[^/?]*([/?].*)?$/i.exec(url)?.[1] ?? '/';
  return path.startsWith('?') ? `/${path}` : path;
}
