/** A text of its own: one cut out of a longer text keeps all of that alive, be it megabytes. */
export const ownCopy = (text: string): string => Buffer.from(text, 'utf16le').toString('utf16le');
