/** A key up to this length is not a real one: those of the service are longer (inferred; none is published). */
const MAX_WHOLE = 16;
const PREFIX = 8;

/** The start of a key, enough to recognise it. The key may be a real one. */
export const shortenedKey = (key: string): string =>
  key.length > MAX_WHOLE ? `${key.slice(0, PREFIX)}...` : key;
