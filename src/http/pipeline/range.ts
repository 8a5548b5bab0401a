/**
 * Reads a `Range` header. Not by express's `request.range()`: range-parser answers 416 to a suffix longer than the
 * body and to a last byte before the first, where RFC 9110 (14.1.1, 14.1.2) sends the whole body, and it drops invalid
 * members of a list.
 */

/** A part of a body, `end` exclusive. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * The single range of a header. Undefined means the whole body: no header, another unit, several ranges, or malformed.
 * `unsatisfiable` means that it lies outside of the body.
 */
export function parseRange(
  header: string | undefined,
  size: number,
): ByteRange | 'unsatisfiable' | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '') ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return undefined;
  if (first === '') {
    const length = Number(last);
    return length === 0 || size === 0 ? 'unsatisfiable' : { start: Math.max(size - length, 0), end: size };
  }
  const start = Number(first);
  const end = last === '' ? size : Math.min(Number(last) + 1, size);
  if (last !== '' && Number(last) < start) return undefined;
  return start >= size ? 'unsatisfiable' : { start, end };
}
