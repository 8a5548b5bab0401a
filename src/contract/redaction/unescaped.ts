/** A text without its escapes. */
export interface Unescaped {
  readonly text: string;
  /** Where each character begins in the original text; the last entry is the length of that. */
  readonly starts: readonly number[];
}

/** Percent-encoded, up to 21 times, or escaped as in JSON, up to 20 times. */
const ESCAPE = /%(?:25){0,20}([0-9a-f]{2})|\\{1,20}(?:u00([0-9a-f]{2})|(["/]))/gi;

/** Undefined for a text without escapes. */
export function unescaped(text: string): Unescaped | undefined {
  if (!text.includes('%') && !text.includes('\\')) return undefined;
  let plain = '';
  let end = 0;
  const starts: number[] = [];
  const keep = (until: number): void => {
    plain += text.slice(end, until);
    for (let at = end; at < until; at++) starts.push(at);
  };
  for (const { 0: escape, 1: percent, 2: json, 3: character, index } of text.matchAll(ESCAPE)) {
    keep(index);
    plain += character ?? String.fromCharCode(parseInt(percent ?? json ?? '', 16));
    starts.push(index);
    end = index + escape.length;
  }
  if (end === 0) return undefined;
  keep(text.length);
  starts.push(text.length);
  return { text: plain, starts };
}
