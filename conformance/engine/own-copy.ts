/** Copies a text. A slice of a longer text keeps all of that in memory, be it megabytes. */
export const ownCopy = (text: string): string => Buffer.from(text, 'utf16le').toString('utf16le');

/** Truncates a text, with a note of its full length. */
export const short = (text: string, max: number): string =>
  text.length > max ? `${ownCopy(text.slice(0, max))}... (${text.length} characters)` : text;
