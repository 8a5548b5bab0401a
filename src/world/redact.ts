/** Names of fields whose value is a secret. */
const SECRET_FIELD =
  /^(x-api-key|x-queue-key|api_?key|token|authorization|event_token|secret|credential|password|jwt)$/i;
/** A key in any text: client tokens whole, account keys by their prefix. */
const SECRET_TEXT = /\b(ek_|dct_|sk-)[\w.-]{4,}|\beyJ[\w-]+\.[\w-]+\.[\w-]+/g;
const STRUCK = '[redacted]';

/** A body fit for a journal, with an estimate of its weight. */
export interface Redacted {
  readonly value: unknown;
  readonly bytes: number;
}

/** A JSON-like value without its secrets, the very same one if it has none; long texts, and what lies beyond `limit` bytes, are cut. */
export function redact(value: unknown, limit: number): Redacted | undefined {
  if (value === undefined) return undefined;
  let left = limit;
  const copy = (part: unknown, depth: number): unknown => {
    if (left <= 0 || depth > 32) return '[cut]';
    if (typeof part === 'string') {
      const struck = part.replace(SECRET_TEXT, STRUCK);
      left -= struck.length;
      return left >= 0 ? struck : `${struck.slice(0, struck.length + left)}[cut]`;
    }
    left -= 8;
    if (typeof part !== 'object' || part === null) return part;
    if (Array.isArray(part)) {
      const items: unknown[] = part.map((one) => copy(one, depth + 1));
      return items.some((one, index) => one !== part[index]) ? items : part;
    }
    const fields = Object.entries(part).map(([name, one]): [string, unknown] => {
      left -= name.length;
      // Whatever shape a secret comes in, it is one; only that there is none may be told.
      return [redactText(name), SECRET_FIELD.test(name) && one !== null ? STRUCK : copy(one, depth + 1)];
    });
    // What holds no secret is kept as it is: most answers to a poll, and there are many.
    const kept = part as Readonly<Record<string, unknown>>;
    const same = fields.every(([name, one]) => Object.hasOwn(kept, name) && kept[name] === one);
    return same ? part : Object.fromEntries(fields);
  };
  return { value: copy(value, 0), bytes: limit - left };
}

/** A text without secrets, for logs and reports. */
export const redactText = (text: string): string => text.replace(SECRET_TEXT, STRUCK);
