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

/** The canonical form of what somebody probably meant, for the advice in an error; undefined when there is none. */
export function canonicalOrigin(text: string): string | undefined {
  try {
    const { origin, protocol } = new URL(text);
    return protocol === 'http:' || protocol === 'https:' ? origin : undefined;
  } catch {
    return undefined;
  }
}
