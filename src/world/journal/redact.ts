/** Names of fields whose value is a secret, in lower case. */
const SECRET_FIELDS: ReadonlySet<string> = new Set(
  [
    ...['x-api-key', 'x-queue-key', 'x-mock-token', 'api_key', 'token', 'access_token', 'event_token'],
    ...[
      'refresh_token',
      'authorization',
      'secret',
      'client_secret',
      'credential',
      'password',
      'jwt',
      'cookie',
    ],
  ].flatMap((name) => [name, name.replace('_', '')]),
);
const isSecretField = (name: string): boolean => SECRET_FIELDS.has(name.toLowerCase());
/** What every secret has in it. Asked of every text there is, where the patterns below take twice as long. */
const HINT = /dct_|ek_|sk-|eyJ/;
/** A key in any text, also in JSON within JSON: client tokens whole, account keys by their prefix. */
const KEY = /dct_[\w.-]{4,}|(?:\b|(?<=\\[nrt]))(?:ek_|sk-)[\w.-]{4,}/;
const KEYS = new RegExp(KEY, 'g');
/** From a word's beginning on, and only where three words follow each other: what takes longer can be made to take minutes. */
const JWT = /(?<![\w-])(?=[\w-]+\.[\w-]+\.[\w-])[\w-]*?eyJ[\w-]+\.[\w-]+\.[\w-]+/;
const JWTS = new RegExp(JWT, 'g');
const LAST_WORDS = /(?<![\w.-])[\w.-]+$/;
const STRUCK = '[redacted]';
/** Longest name that is told whole: of a field, a model, a rule ... */
const MAX_NAME = 200;

/** A body fit for a journal, with an estimate of its weight. */
export interface Redacted {
  readonly value: unknown;
  readonly bytes: number;
}

/** A JSON-like value without its secrets, the very same one if it has none; long texts, and what lies beyond `limit` bytes, are cut. */
export function redact(value: unknown, limit: number): Redacted | undefined {
  if (value === undefined) return undefined;
  // Most bodies hold no secret, and there are many of them.
  const weight = weigh(value, 0, limit);
  if (weight <= limit) return { value, bytes: weight };
  let left = limit;
  const copy = (part: unknown, depth: number): unknown => {
    if (left <= 0 || depth > 32) return '[cut]';
    if (typeof part === 'string') {
      const struck = part.length > left ? cut(part, left) : redactText(part);
      left -= struck.length;
      return struck;
    }
    left -= 8;
    if (typeof part !== 'object' || part === null) return part;
    if (Array.isArray(part)) {
      const items: unknown[] = [];
      for (const one of part) {
        items.push(copy(one, depth + 1));
        if (left <= 0) break;
      }
      return items.length < part.length ? [...items, '[cut]'] : items;
    }
    const fields: [string, unknown][] = [];
    for (const [name, one] of Object.entries(part)) {
      // Names are told a little longer than values, so that it shows what there was.
      if (left < -limit) {
        fields.push(['[cut]', '[cut]']);
        break;
      }
      left -= name.length;
      // Whatever shape a secret comes in, it is one; only that there is none may be told.
      const told = isSecretField(name) && one !== null ? STRUCK : copy(one, depth + 1);
      fields.push([redactName(name), told]);
    }
    return Object.fromEntries(fields);
  };
  return { value: copy(value, 0), bytes: limit - left };
}

/** What a value without secrets weighs in a journal; infinite when there is something to strike, or too much. */
function weigh(part: unknown, depth: number, limit: number): number {
  if (typeof part === 'string') return part.length > limit || hasSecret(part) ? Infinity : part.length;
  if (typeof part !== 'object' || part === null) return 8;
  if (depth > 31) return Infinity;
  let weight = 8;
  if (Array.isArray(part)) {
    for (const one of part) {
      weight += weigh(one, depth + 1, limit);
      if (weight > limit) return Infinity;
    }
    return weight;
  }
  for (const [name, one] of Object.entries(part)) {
    if (name.length > MAX_NAME || hasSecret(name) || (isSecretField(name) && one !== null)) return Infinity;
    weight += name.length + weigh(one, depth + 1, limit);
    if (weight > limit) return Infinity;
  }
  return weight;
}

const hasSecret = (text: string): boolean => HINT.test(text) && (KEY.test(text) || JWT.test(text));

/** The first `length` characters of a text, without secrets, half ones included. */
function cut(text: string, length: number): string {
  const head = ownCopy(text.slice(0, length));
  // These may be the beginning of a JWT.
  const whole = head.replace(LAST_WORDS, (last) => (last.includes('eyJ') ? STRUCK : last));
  return `${redactText(whole).slice(0, length)}[cut]`;
}

/** A copy of a text's beginning: what `slice` gives keeps all of the text alive, be it megabytes. */
export const ownCopy = (text: string): string => Buffer.from(text, 'utf16le').toString('utf16le');

/** A text without secrets, for logs and reports. */
export const redactText = (text: string): string =>
  HINT.test(text) ? text.replace(KEYS, STRUCK).replace(JWTS, STRUCK) : text;

/** A name without secrets, cut if it is long: of a model, a rule ... */
export const redactName = (name: string): string =>
  name.length > MAX_NAME ? cut(name, MAX_NAME) : redactText(name);

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
