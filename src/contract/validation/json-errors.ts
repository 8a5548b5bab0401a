/**
 * Where and why a text is not JSON, as Python's json module reports it.
 *
 * Runs only after JSON.parse has refused the text. NaN and Infinity, which Python reads, count as errors.
 */
import { MAX_JSON_DEPTH } from './json-bounds.js';
import { jsonReasons } from './pydantic.js';

export interface JsonSyntaxError {
  /** In characters (code points), as Python counts. */
  readonly offset: number;
  readonly reason: string;
}

class JsonProblem extends Error {
  constructor(
    readonly at: number,
    readonly reason: string,
  ) {
    super(reason);
  }
}

const literals = ['true', 'false', 'null'];
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const blank = /[ \t\n\r]*/y;

class JsonReader {
  constructor(private readonly text: string) {}

  private skip(at: number): number {
    blank.lastIndex = at;
    blank.test(this.text);
    return blank.lastIndex;
  }

  private string(start: number): number {
    for (let at = start + 1; at < this.text.length; at += 1) {
      const char = this.text.charAt(at);
      if (char === '"') return at + 1;
      if (char < ' ') throw new JsonProblem(at, jsonReasons.controlCharacter);
      if (char !== '\\') continue;
      at += 1;
      if (at >= this.text.length) break;
      if (this.text.charAt(at) === 'u') {
        if (!/^[0-9a-fA-F]{4}$/.test(this.text.slice(at + 1, at + 5)))
          throw new JsonProblem(at, jsonReasons.unicodeEscape);
        at += 4;
      } else if (!'"\\/bfnrt'.includes(this.text.charAt(at)))
        throw new JsonProblem(at - 1, jsonReasons.escape);
    }
    throw new JsonProblem(start, jsonReasons.unterminatedString);
  }

  private object(start: number, depth: number): number {
    let at = this.skip(start + 1);
    if (this.text[at] === '}') return at + 1;
    for (;;) {
      if (this.text[at] !== '"') throw new JsonProblem(at, jsonReasons.propertyName);
      at = this.skip(this.string(at));
      if (this.text[at] !== ':') throw new JsonProblem(at, jsonReasons.colon);
      at = this.skip(this.value(this.skip(at + 1), depth + 1));
      if (this.text[at] === '}') return at + 1;
      if (this.text[at] !== ',') throw new JsonProblem(at, jsonReasons.comma);
      at = this.skip(at + 1);
    }
  }

  private array(start: number, depth: number): number {
    let at = this.skip(start + 1);
    if (this.text[at] === ']') return at + 1;
    for (;;) {
      at = this.skip(this.value(at, depth + 1));
      if (this.text[at] === ']') return at + 1;
      if (this.text[at] !== ',') throw new JsonProblem(at, jsonReasons.comma);
      at = this.skip(at + 1);
    }
  }

  private value(at: number, depth: number): number {
    if (depth > MAX_JSON_DEPTH) throw new JsonProblem(at, jsonReasons.tooDeep);
    const char = this.text.charAt(at);
    if (char === '"') return this.string(at);
    if (char === '{') return this.object(at, depth);
    if (char === '[') return this.array(at, depth);
    const literal = literals.find((word) => this.text.startsWith(word, at));
    if (literal) return at + literal.length;
    number.lastIndex = at;
    if (number.test(this.text)) return number.lastIndex;
    throw new JsonProblem(at, jsonReasons.value);
  }

  read(): void {
    const end = this.skip(this.value(this.skip(0), 0));
    if (end < this.text.length) throw new JsonProblem(end, jsonReasons.extraData);
  }
}

/** The first syntax error of a text; undefined for JSON. */
export function jsonSyntaxError(text: string): JsonSyntaxError | undefined {
  try {
    new JsonReader(text).read();
    return undefined;
  } catch (error) {
    if (!(error instanceof JsonProblem)) throw error;
    return { offset: Array.from(text.slice(0, error.at)).length, reason: error.reason };
  }
}
