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
/** A part that every secret has. Tested first on every text: the patterns below take twice as long. */
const HINT = /dct_|ek_|sk-|eyJ/;
/** A key in any text, also in JSON within JSON: client tokens whole, account keys by their prefix. */
const KEY = /dct_[\w.-]{4,}|(?:\b|(?<=\\[nrt]))(?:ek_|sk-)[\w.-]{4,}/;
const KEYS = new RegExp(KEY, 'g');
/** From the start of a word, and only where three words follow each other: a looser pattern can be made to take minutes. */
const JWT = /(?<![\w-])(?=[\w-]+\.[\w-]+\.[\w-])[\w-]*?eyJ[\w-]+\.[\w-]+\.[\w-]+/;
const JWTS = new RegExp(JWT, 'g');
const LAST_WORDS = /(?<![\w.-])[\w.-]+$/;
const REDACTED = '[redacted]';
/** Longer names are cut: of a field, a model, a rule ... */
const MAX_NAME = 200;

/** A redacted value with an estimate of its size. */
export interface Redacted {
  readonly value: unknown;
  readonly bytes: number;
}

/** A JSON-like value without its secrets, the very same one if it has none. Text beyond `limit` bytes is cut. */
export function redact(value: unknown, limit: number): Redacted {
  // Most values hold no secret: only weigh those.
  const weight = weigh(value, 0, limit);
  if (weight <= limit) return { value, bytes: weight };
  let left = limit;
  const copy = (part: unknown, depth: number): unknown => {
    if (left <= 0 || depth > 32) return '[cut]';
    if (typeof part === 'string') {
      const text = shorten(part, left);
      left -= text.length;
      return text;
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
      // Names go on a little after values are cut, to show which fields there were.
      if (left < -limit) {
        fields.push(['[cut]', '[cut]']);
        break;
      }
      left -= name.length;
      // Redact any type; keep null visible.
      const kept = isSecretField(name) && one !== null ? REDACTED : copy(one, depth + 1);
      fields.push([redactName(name), kept]);
    }
    return Object.fromEntries(fields);
  };
  return { value: copy(value, 0), bytes: limit - left };
}

/** The bytes that a value takes in a journal; infinite when it holds a secret or exceeds `limit`. */
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

/** A text without secrets, cut to `length` characters. A secret that the cut would split goes whole. */
export const shorten = (text: string, length: number): string =>
  text.length > length ? cut(text, length) : redactText(text);

function cut(text: string, length: number): string {
  const head = ownCopy(text.slice(0, length));
  // The last words may be the start of a JWT.
  const whole = head.replace(LAST_WORDS, (last) => (last.includes('eyJ') ? REDACTED : last));
  return `${redactText(whole).slice(0, length)}[cut]`;
}

/** A copy of a slice: the slice itself keeps all of its text in memory, possibly megabytes. */
export const ownCopy = (text: string): string => Buffer.from(text, 'utf16le').toString('utf16le');

/** A text without secrets, for logs and reports. */
export const redactText = (text: string): string =>
  HINT.test(text) ? text.replace(KEYS, REDACTED).replace(JWTS, REDACTED) : text;

/** A name without secrets, cut if it is long: of a model, a rule ... */
export const redactName = (name: string): string => shorten(name, MAX_NAME);

/** A path without secrets, percent-encoded ones included: `%64ct_...` decodes to a key. */
export function redactPath(path: string): string {
  const redacted = redactText(path);
  if (!redacted.includes('%')) return redacted;
  try {
    const plain = decodeURIComponent(redacted);
    const again = redactText(plain);
    return again === plain ? redacted : again;
  } catch {
    return redacted; // not valid percent-encoding, so it cannot hide a secret
  }
}
