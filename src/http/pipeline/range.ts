import type { Request } from 'express';

/** A part of a body, `end` exclusive. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** `first-pos "-" [last-pos]` or `"-" suffix-length` (RFC 9110, 14.1.1). */
const SPEC = /^(\d*)-(\d*)$/;

/**
 * The range that a request asks for. Undefined means the whole body: no header, another unit, several ranges, or
 * malformed. `unsatisfiable` means that it lies outside of the body.
 */
export function rangeOf({ method, headers }: Request, size: number): ByteRange | 'unsatisfiable' | undefined {
  const { range: header, 'if-range': validator } = headers;
  // RFC 9110 defines ranges for GET alone (14.2).
  if (header === undefined || method !== 'GET') return undefined;
  // A result has neither ETag nor Last-Modified, so no validator matches it (13.1.5).
  if (validator !== undefined) return undefined;
  const specs = specsOf(header);
  if (!specs) return undefined;
  const ranges = specs.map((spec) => resolve(spec, size)).filter((range) => range !== undefined);
  if (ranges.length === 0) return 'unsatisfiable';
  return ranges.length === 1 ? ranges[0] : undefined;
}

type RangeSpec = readonly [first: string, last: string];

/** The ranges of the header; undefined when it has another unit, or one of them is malformed. */
function specsOf(header: string): readonly RangeSpec[] | undefined {
  const set = /^bytes=(.*)$/i.exec(header)?.[1];
  // A list may have empty elements (5.6.1.2). Blanks surround its commas, and appear nowhere else.
  const listed = set?.split(',').map((part, index) => (index === 0 ? part.trimEnd() : part.trim()));
  const parts = listed?.filter((part) => part !== '') ?? [];
  const specs = parts.map(specOf).filter((spec) => spec !== undefined);
  return specs.length === 0 || specs.length < parts.length ? undefined : specs;
}

function specOf(text: string): RangeSpec | undefined {
  const [, first = '', last = ''] = SPEC.exec(text) ?? [];
  if (first === '' && last === '') return undefined;
  const reversed = first !== '' && last !== '' && BigInt(last) < BigInt(first);
  return reversed ? undefined : [first, last];
}

/** The part of a body of `size` bytes; undefined when it lies outside of the body. */
function resolve([first, last]: RangeSpec, size: number): ByteRange | undefined {
  const start = first === '' ? Math.max(size - Number(last), 0) : Number(first);
  const end = first === '' || last === '' ? size : Math.min(Number(last) + 1, size);
  return start < end ? { start, end } : undefined;
}
