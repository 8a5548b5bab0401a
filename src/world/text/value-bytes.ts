/** What V8 takes for a reference or a number, and for an empty list or object. */
const VALUE_BYTES = 8;
const OBJECT_BYTES = 56;

/** Bytes of a text in memory: V8 takes two for each character once one is above U+00FF. */
export const textBytes = (text: string): number => (/[^\0-\xff]/.test(text) ? 2 : 1) * text.length;

/** Bytes of a JSON-like value in memory, estimated. */
export function valueBytes(value: unknown): number {
  if (typeof value === 'string') return VALUE_BYTES + textBytes(value);
  if (typeof value !== 'object' || value === null) return VALUE_BYTES;
  let bytes = OBJECT_BYTES;
  if (Array.isArray(value)) for (const one of value) bytes += valueBytes(one);
  else
    for (const [name, one] of Object.entries(value)) bytes += VALUE_BYTES + textBytes(name) + valueBytes(one);
  return bytes;
}
