import type { Request } from 'express';

/** A part of a body, `end` exclusive. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * The range that a request asks for. Undefined means the whole body: no header, another unit, several ranges, or
 * malformed. `unsatisfiable` means that it lies outside of the body.
 */
export function rangeOf(request: Request, size: number): ByteRange | 'unsatisfiable' | undefined {
  const { range: header = '' } = request.headers;
  if (!header.startsWith('bytes=')) return undefined;
  const ranges = request.range(size);
  if (ranges === -1) return unsatisfied(header, size);
  if (!Array.isArray(ranges) || ranges.length > 1) return undefined;
  const [range] = ranges;
  return range && { start: range.start, end: range.end + 1 };
}

/**
 * range-parser calls two more headers unsatisfiable than RFC 9110: a suffix longer than the body means all of it
 * (14.1.2), and one with its last byte before its first is malformed (14.1.1).
 */
function unsatisfied(header: string, size: number): ByteRange | 'unsatisfiable' | undefined {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header.trim()) ?? [];
  if (first === '') return Number(last) > 0 && size > 0 ? { start: 0, end: size } : 'unsatisfiable';
  return last !== '' && Number(last) < Number(first) ? undefined : 'unsatisfiable';
}
