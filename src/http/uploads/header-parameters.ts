/** A header of the form `value; name=value; name="value"`. */
export interface ParameterHeader {
  /** In lower case; '' without one. */
  readonly value: string;
  /** By name in lower case. The last of equal names counts. */
  readonly parameters: ReadonlyMap<string, string>;
}

/**
 * Reads a header with parameters as python-multipart does, which accepts more than RFC 9110: unquoted values may hold
 * any character but a semicolon. Extended parameters (`filename*`) are ignored, as RFC 7578 4.2 requires. Never throws.
 * test/unit/http/fastapi has the evidence.
 */
export function parameterHeader(header: string): ParameterHeader {
  const [value = '', ...rest] = segmentsOf(header);
  const parameters = new Map<string, string>();
  for (const segment of rest) {
    const equals = segment.indexOf('=');
    const name = equals < 0 ? segment : trim(segment.slice(0, equals)).toLowerCase();
    if (name.includes('*')) continue;
    const text = equals < 0 ? '' : unquoted(trim(segment.slice(equals + 1)));
    parameters.set(name, name === 'filename' ? withoutWindowsFolder(text) : text);
  }
  return { value: value.toLowerCase(), parameters };
}

/** Splits at the semicolons outside of quotes. */
function segmentsOf(header: string): string[] {
  const segments: string[] = [];
  let start = 0;
  let quoted = false;
  for (let at = 0; at < header.length; at++) {
    if (header[at] === '"' && header[at - 1] !== '\\') quoted = !quoted;
    else if (header[at] === ';' && !quoted) {
      segments.push(trim(header.slice(start, at)));
      start = at + 1;
    }
  }
  return [...segments, trim(header.slice(start))];
}

const trim = (text: string): string => text.replace(/^[ \t]+|[ \t]+$/g, '');

const unquoted = (text: string): string =>
  text.length >= 2 && text.startsWith('"') && text.endsWith('"')
    ? text.slice(1, -1).replaceAll('\\\\', '\\').replaceAll('\\"', '"')
    : text;

/** Old browsers send the whole path of a file on Windows. */
const withoutWindowsFolder = (name: string): string =>
  /^(?:.:\\|\\\\)/s.test(name) ? name.slice(name.lastIndexOf('\\') + 1) : name;
