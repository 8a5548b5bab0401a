/**
 * Deepest nesting of a JSON body. Python's parser stops near its recursion limit of 1,000 frames, and FastAPI then
 * answers that it could not parse the body.
 */
export const MAX_JSON_DEPTH = 990;
/** Most values in one JSON text: `[[],[],...]` takes twenty times its size as objects. Ours; no SDK sends near as many. */
export const MAX_JSON_VALUES = 1_000_000;

const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT, QUOTE, BACKSLASH, COMMA] = Buffer.from('[]{}"\\,');

/**
 * Why a JSON text must not be parsed, to follow "it"; undefined when it may. Text that is not JSON may pass: its parser
 * says what is wrong.
 */
export function jsonExcess(bytes: Uint8Array, maxDepth = MAX_JSON_DEPTH): string | undefined {
  let depth = 0;
  let values = 1;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) at = textEnd(bytes, at);
    else if (byte === COMMA) values++;
    else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
      values++;
      if (++depth > maxDepth) return `nests more than ${maxDepth} lists and objects`;
    } else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) depth--;
    if (values > MAX_JSON_VALUES) return `has more than ${MAX_JSON_VALUES} values`;
  }
  return undefined;
}

/** The index of the quote that ends the text which starts at `start`; the length where none does. */
function textEnd(bytes: Uint8Array, start: number): number {
  for (let end = bytes.indexOf(QUOTE as number, start + 1); end >= 0;) {
    let backslashes = 0;
    while (bytes[end - 1 - backslashes] === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return end;
    end = bytes.indexOf(QUOTE as number, end + 1);
  }
  return bytes.length;
}

/** A JSON text that must not be parsed; the message follows its name: "nests more than ...". */
export class JsonExcess extends SyntaxError {
  override readonly name = 'JsonExcess';
}

/**
 * The value of a JSON text that a client sent. Every such text is parsed here or after `jsonExcess`.
 * @throws JsonExcess when it nests too deep or has too many values; SyntaxError for what is not JSON
 */
export function parseJson(json: string | Uint8Array): unknown {
  const bytes = typeof json === 'string' ? Buffer.from(json) : json;
  const excess = jsonExcess(bytes);
  if (excess !== undefined) throw new JsonExcess(excess);
  return JSON.parse(typeof json === 'string' ? json : Buffer.from(bytes).toString('utf8')) as unknown;
}

/** Whether lists and objects nest more than `max` deep in a value from code or YAML, such as one that contains itself. */
export function nestsDeeper(value: unknown, max: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (max === 0) return true;
  return Object.values(value).some((one) => nestsDeeper(one, max - 1));
}
