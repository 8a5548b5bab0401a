import { ApiError } from '../../contract/errors.js';

/** What a parser reports of each part, in this order. Methods may throw to end the parsing. */
export interface PartEvents {
  /** Begins a part. Names of headers are in lower case; the last of equal names counts. */
  begin(headers: ReadonlyMap<string, string>): void;
  /** A piece of the content, never empty. */
  data(bytes: Buffer): void;
  /** The part is complete. A body that ends inside of a part never reports this. */
  end(): void;
}

/** Limits of python-multipart 0.0.34. */
const MAX_BOUNDARY = 256;
const MAX_HEADERS = 8;
const MAX_HEADER_BYTES = 4096 + 128;

const [CR, LF, HYPHEN, COLON, SPACE, TAB] = [0x0d, 0x0a, 0x2d, 0x3a, 0x20, 0x09];
const NONE = Buffer.alloc(0);
const TOKEN = /^[\w!#$%&'*+\-.^`|~]*$/;

type State = 'start' | 'preamble' | 'first' | 'headers' | 'data' | 'padding' | 'epilogue';

/** The offset up to which bytes are consumed; undefined when more bytes are needed first. */
type Consumed = number | undefined;

/** @throws ApiError multipart, with Starlette's text */
function invalid(): never {
  throw new ApiError('multipart', { reason: 'Invalid multipart data.' });
}

/**
 * Splits a multipart body into parts, piece by piece. It takes and refuses what python-multipart does, which FastAPI
 * uses (docs/decisions/own-multipart.md): blanks after a boundary, an epilogue, and a body that ends anywhere are
 * accepted; a preamble, folded headers and line ends without CR are refused. Holds one header line at most.
 */
export class MultipartParser {
  readonly #delimiter: Buffer;
  readonly #events: PartEvents;
  #state: State = 'start';
  /** Bytes that were not consumed yet. */
  #rest: Buffer = NONE;
  #headers = new Map<string, string>();
  #headerCount = 0;

  /** `boundary` in latin-1. @throws ApiError multipart when it is too long */
  constructor(boundary: string, events: PartEvents) {
    if (boundary.length > MAX_BOUNDARY) invalid();
    this.#delimiter = Buffer.from(`\r\n--${boundary}`, 'latin1');
    this.#events = events;
  }

  /** Takes the next piece of the body. @throws ApiError multipart, and what the events throw */
  push(piece: Buffer): void {
    const bytes = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece]);
    let at = 0;
    while (at < bytes.length) {
      const next = this.#step(bytes, at);
      if (next === undefined) break;
      at = next;
    }
    this.#rest = at < bytes.length ? bytes.subarray(at) : NONE;
  }

  #step(bytes: Buffer, at: number): Consumed {
    switch (this.#state) {
      case 'start':
        this.#state = bytes[at] === CR || bytes[at] === LF ? 'preamble' : 'first';
        return at;
      case 'preamble':
        return this.#preamble(bytes, at);
      case 'first':
        return this.#first(bytes, at);
      case 'headers':
        return this.#header(bytes, at);
      case 'data':
        return this.#data(bytes, at);
      case 'padding':
        return this.#padding(bytes, at);
      case 'epilogue':
        return bytes.length;
    }
  }

  /** After a line end, anything may precede the first hyphen. */
  #preamble(bytes: Buffer, at: number): Consumed {
    const hyphen = bytes.indexOf(HYPHEN, at);
    if (hyphen < 0) return bytes.length;
    this.#state = 'first';
    return hyphen;
  }

  #first(bytes: Buffer, at: number): Consumed {
    const wanted = this.#delimiter.subarray(2);
    const found = bytes.subarray(at, at + wanted.length);
    if (!found.equals(wanted.subarray(0, found.length))) invalid();
    if (found.length < wanted.length) return undefined;
    return this.#afterFirst(bytes, at + wanted.length);
  }

  #afterFirst(bytes: Buffer, at: number): Consumed {
    const [one, two] = [bytes[at], bytes[at + 1]];
    if (one !== undefined && one !== CR && one !== HYPHEN) invalid();
    if (two === undefined) return undefined;
    if (two !== (one === CR ? LF : HYPHEN)) invalid();
    if (one === HYPHEN) this.#state = 'epilogue';
    else this.#beginHeaders();
    return at + 2;
  }

  #beginHeaders(): void {
    this.#state = 'headers';
    this.#headers = new Map();
    this.#headerCount = 0;
  }

  /** One line: a header, or the empty line behind the last one. */
  #header(bytes: Buffer, at: number): Consumed {
    if (bytes[at] === CR) {
      if (bytes[at + 1] === undefined) return undefined;
      if (bytes[at + 1] !== LF) invalid();
      this.#state = 'data';
      this.#events.begin(this.#headers);
      return at + 2;
    }
    if (this.#headerCount >= MAX_HEADERS) invalid();
    const colon = bytes.indexOf(COLON, at);
    const name = bytes.toString('latin1', at, colon < 0 ? bytes.length : colon);
    if (colon === at || name.length > MAX_HEADER_BYTES || !TOKEN.test(name)) invalid();
    if (colon < 0) return undefined;
    const end = bytes.indexOf(CR, colon);
    if ((end < 0 ? bytes.length : end) - at > MAX_HEADER_BYTES) invalid();
    if (end < 0 || bytes[end + 1] === undefined) return undefined;
    if (bytes[end + 1] !== LF) invalid();
    this.#headers.set(name.toLowerCase(), bytes.toString('latin1', colon + 1, end).replace(/^ +/, ''));
    this.#headerCount++;
    return end + 2;
  }

  #data(bytes: Buffer, at: number): Consumed {
    const found = bytes.indexOf(this.#delimiter, at);
    if (found < 0) return this.#withoutDelimiter(bytes, at);
    const after = found + this.#delimiter.length;
    const [one, two] = [bytes[after], bytes[after + 1]];
    const closes = one === CR || one === HYPHEN;
    if (one === undefined || (closes && two === undefined)) return this.#emit(bytes, at, found, found);
    if (one === SPACE || one === TAB) {
      this.#state = 'padding';
      return this.#emit(bytes, at, found, after + 1);
    }
    // A delimiter that is not followed by its ending is content.
    if (!closes) return this.#emit(bytes, at, after, after);
    if (two !== (one === CR ? LF : HYPHEN)) return this.#emit(bytes, at, after + 1, after + 1);
    this.#emit(bytes, at, found, found);
    this.#events.end();
    if (one === HYPHEN) this.#state = 'epilogue';
    else this.#beginHeaders();
    return after + 2;
  }

  /** Keeps what may be the start of a delimiter. Only its first byte is a CR. */
  #withoutDelimiter(bytes: Buffer, at: number): Consumed {
    const last = bytes.lastIndexOf(CR);
    const isCandidate =
      last >= at &&
      bytes.length - last < this.#delimiter.length &&
      bytes.subarray(last).equals(this.#delimiter.subarray(0, bytes.length - last));
    const end = isCandidate ? last : bytes.length;
    return this.#emit(bytes, at, end, end);
  }

  /** Reports content. @returns `next`; undefined when that is where it began, so more bytes are needed */
  #emit(bytes: Buffer, from: number, to: number, next: number): Consumed {
    if (to > from) this.#events.data(bytes.subarray(from, to));
    return next > from ? next : undefined;
  }

  /** Blanks behind a boundary, then a line end. */
  #padding(bytes: Buffer, at: number): Consumed {
    let end = at;
    while (bytes[end] === SPACE || bytes[end] === TAB) end++;
    if (end > at) return end;
    if (bytes[end] !== CR) invalid();
    if (bytes[end + 1] === undefined) return undefined;
    if (bytes[end + 1] !== LF) invalid();
    this.#events.end();
    this.#beginHeaders();
    return end + 2;
  }
}
