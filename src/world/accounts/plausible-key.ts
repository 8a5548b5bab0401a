/** A key is one line of printable ASCII, at most 512 of it; anything else was never issued. */
export const isPlausibleKey = (key: string): boolean => /^[\x21-\x7e]{1,512}$/.test(key);

/** The same in words. */
export const KEY_RULE = 'A key is up to 512 printable ASCII characters, without spaces';
