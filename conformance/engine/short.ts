import { ownCopy } from '../../src/contract/redaction/redact-value.js';

/** Truncates a text, with a note of its full length. */
export const short = (text: string, max: number): string =>
  text.length > max ? `${ownCopy(text.slice(0, max))}... (${text.length} characters)` : text;
