/**
 * Characters that a terminal obeys instead of showing them, or that change the order of others: controls (C0, C1, DEL),
 * formats such as bidirectional overrides, halves of a surrogate pair, and line separators. A joiner within an emoji stays.
 */
const CONTROLS = /(?!\u200d)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** A text for a line of a log: controls are shown as JSON escapes them. Text of clients cannot begin a line of its own. */
export const oneLine = (text: string): string => text.replace(CONTROLS, escaped);

/** A text for a terminal: as `oneLine`, but line feeds and tabs stay. */
export const printable = (text: string): string =>
  text.replace(CONTROLS, (found) => (found === '\n' || found === '\t' ? found : escaped(found)));

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Valid within a JSON text too. */
const escaped = (found: string): string =>
  SHORT[found] ??
  Array.from(
    { length: found.length },
    (_, at) => `\\u${found.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('');
