/** Names of fields whose value is a secret. */
const SECRET_FIELD =
  /^(x-api-key|x-queue-key|api_?key|token|authorization|event_token|secret|credential|password|jwt)$/i;
/** A key in any text: client tokens whole, account keys by their prefix. */
const SECRET_TEXT = /\b(ek_|dct_|sk-)[\w.-]{4,}|\beyJ[\w-]+\.[\w-]+\.[\w-]+/;
const SECRET_TEXTS = new RegExp(SECRET_TEXT, 'g');
const STRUCK = '[redacted]';

/** A body fit for a journal, with an estimate of its weight. */
export interface Redacted {
  readonly value: unknown;
  readonly bytes: number;
}

/** A JSON-like value without its secrets, the very same one if it has none; long texts, and what lies beyond `limit` bytes, are cut. */
export function redact(value: unknown, limit: number): Redacted | undefined {
  if (value === undefined) return undefined;
  // Most bodies hold no secret, and there are many of them.
  const weight = weigh(value, 0);
  if (weight <= limit) return { value, bytes: weight };
  let left = limit;
  const copy = (part: unknown, depth: number): unknown => {
    if (left <= 0 || depth > 32) return '[cut]';
    if (typeof part === 'string') {
      const struck = redactText(part);
      left -= struck.length;
      return left >= 0 ? struck : `${struck.slice(0, struck.length + left)}[cut]`;
    }
    left -= 8;
    if (typeof part !== 'object' || part === null) return part;
    if (Array.isArray(part)) return part.map((one) => copy(one, depth + 1));
    const fields = Object.entries(part).map(([name, one]): [string, unknown] => {
      left -= name.length;
      // Whatever shape a secret comes in, it is one; only that there is none may be told.
      return [redactText(name), SECRET_FIELD.test(name) && one !== null ? STRUCK : copy(one, depth + 1)];
    });
    return Object.fromEntries(fields);
  };
  return { value: copy(value, 0), bytes: limit - left };
}

/** What a value without secrets weighs in a journal; infinite when there is something to strike. */
function weigh(part: unknown, depth: number): number {
  if (typeof part === 'string') return SECRET_TEXT.test(part) ? Infinity : part.length;
  if (typeof part !== 'object' || part === null) return 8;
  if (depth > 31) return Infinity;
  let weight = 8;
  if (Array.isArray(part)) {
    for (const one of part) weight += weigh(one, depth + 1);
    return weight;
  }
  // Without Object.entries, which would make an array for each field of every request.
  const fields = part as Readonly<Record<string, unknown>>;
  for (const name of Object.keys(fields)) {
    const one = fields[name];
    if (SECRET_TEXT.test(name) || (SECRET_FIELD.test(name) && one !== null)) return Infinity;
    weight += name.length + weigh(one, depth + 1);
  }
  return weight;
}

/** A text without secrets, for logs and reports. */
export const redactText = (text: string): string =>
  SECRET_TEXT.test(text) ? text.replace(SECRET_TEXTS, STRUCK) : text;

/** A path without secrets, also where one is spelt with percent signs: `%64ct_...` is a key to whoever decodes it. */
export function redactPath(path: string): string {
  const struck = redactText(path);
  if (!struck.includes('%')) return struck;
  try {
    const plain = decodeURIComponent(struck);
    const again = redactText(plain);
    return again === plain ? struck : again;
  } catch {
    return struck; // no escapes, so nobody decodes them
  }
}
