/** A key of no more than this was made up for a mock: the service's are longer (inferred; nobody has published one). */
const WHOLE = 16;
const BEGINNING = 8;

/** Enough of a key to know it again by, and no more: it may be somebody's real one. */
export const shortenedKey = (key: string): string =>
  key.length > WHOLE ? `${key.slice(0, BEGINNING)}...` : key;
