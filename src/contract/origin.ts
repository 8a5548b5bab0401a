/**
 * Every rule about browser origins: which spelling is canonical, which origins a client token permits, which pages
 * may read answers (CORS), and which may control the mock server.
 */

/** Longest origin a client token may name (facts: api.md 2). */
export const MAX_ORIGIN_LENGTH = 253;

/**
 * Whether an origin is in canonical form: `scheme://host[:port]`, http or https, lower case, no trailing slash, path,
 * query, fragment, credentials or default port (facts: api.md 2). Origins are compared verbatim, so any other
 * spelling would never match what a browser sends.
 */
export function isCanonicalOrigin(text: string): boolean {
  if (text.length === 0 || text.length > MAX_ORIGIN_LENGTH || !/^https?:\/\//.test(text)) return false;
  try {
    return new URL(text).origin === text;
  } catch {
    return false;
  }
}

/** The canonical form of a text, as advice in an error; undefined when it has none. */
export function canonicalOrigin(text: string): string | undefined {
  try {
    const { origin, protocol } = new URL(text);
    return protocol === 'http:' || protocol === 'https:' ? origin : undefined;
  } catch {
    return undefined;
  }
}

/** Origins of other schemes, which pages in an application send: `capacitor://localhost`, `chrome-extension://abc`. */
const OTHER_ORIGIN = /^(?!https?:)[a-z][a-z0-9+.-]*:\/\/[a-z0-9.-]+(?::\d+)?$/;

/**
 * Why no browser would accept this text as the origin of its page in `access-control-allow-origin`, as a sentence;
 * undefined for `*`, `null` and an origin as a browser sends it.
 */
export function corsProblem(text: string): string | undefined {
  const isList = /[\s,]/.test(text);
  const isPattern = text !== '*' && text.includes('*');
  const matches = text === '*' || text === 'null' || isCanonicalOrigin(text) || OTHER_ORIGIN.test(text);
  if (matches && !isList && !isPattern) return undefined;
  if (isList || isPattern)
    return `Write an origin like http://localhost:3000, or * for all: "${text}" is not one origin`;
  const scheme = isLoopback(text.replace(/:\d+$/, '')) ? 'http' : 'https';
  const advice = [text, `${scheme}://${text}`]
    .map(canonicalOrigin)
    .find((origin) => origin && origin !== text);
  return `Write an origin as a browser sends it, ${advice ? `"${advice}"` : 'like http://localhost:3000'}, or * for all: "${text}" would match no page`;
}

/**
 * Where the origins of client tokens are enforced: `sockets` is the service's way, on the connect of realtime sessions
 * alone (facts: api.md 2); `everywhere` adds every HTTP request and viewers' sockets, which no fact says of the service.
 */
export const ORIGIN_SCOPES = ['sockets', 'everywhere'] as const;
export type OriginScope = (typeof ORIGIN_SCOPES)[number];

/**
 * Whether a client token's `allowedOrigins` permit a connection from `origin`. They are compared verbatim. A client
 * without an Origin header is not a browser (facts: api.md 2); `allowMissing` says whether it may connect.
 */
export function isAllowedOrigin(
  origin: string | undefined,
  allowed: readonly string[] | undefined,
  allowMissing: boolean,
): boolean {
  if (!allowed) return true;
  return origin === undefined ? allowMissing : allowed.includes(origin);
}

/**
 * The CORS headers with which an answer names the pages that may read it: all (`*`), or those of one origin. Requests
 * with credentials are allowed from a named origin only: browsers refuse them beside `*` (Fetch Standard, CORS protocol
 * and credentials), and `null` is the origin of every sandboxed page. That the service allows them is inferred.
 */
export const corsOriginHeaders = (allowed: string): Readonly<Record<string, string>> => ({
  'access-control-allow-origin': allowed,
  ...(allowed !== '*' && { vary: 'Origin' }),
  ...(allowed !== '*' && allowed !== 'null' && { 'access-control-allow-credentials': 'true' }),
});

/** Whether a host name or address always means this machine. */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[(.*)\]$/, '$1');
  return (
    name === 'localhost' ||
    name.endsWith('.localhost') ||
    /^127(?:\.\d{1,3}){3}$/.test(name) ||
    name === '::1' ||
    name === '::ffff:127.0.0.1'
  );
}

/** Whether a page of this origin is served by this machine. */
export const isLoopbackOrigin = (origin: string): boolean =>
  isLoopback(URL.canParse(origin) ? new URL(origin).hostname : '');
