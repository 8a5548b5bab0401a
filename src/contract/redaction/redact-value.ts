import { REDACTED } from './mark.js';
import { redactText } from './redact-text.js';
import { isSecretName } from './secret-names.js';
import type { Striker } from './strike.js';

/** The end of a cut text that may be the start of a JWT, or of the user and password in a URL. */
const LAST_WORDS = /(?<![\w.-])[\w.-]+$/;
const LAST_USERINFO = /(\/\/)[^\s/?#"':]*:[^\s/?#"']*$/;
/** Longer names are cut: of a field, a model, a rule ... */
const MAX_NAME = 200;

/** What V8 takes for an object, and for another value that is not text. */
const OBJECT_BYTES = 48;
const VALUE_BYTES = 8;

/** A redacted value with an estimate of its size. */
export interface Redacted {
  readonly value: unknown;
  readonly bytes: number;
}

/**
 * A JSON-like value without its secrets, and those of `own`; the very same one if it has none. Text beyond `limit` bytes is
 * cut.
 */
export function redact(value: unknown, limit: number, own?: Striker): Redacted {
  // Most values hold no secret: only weigh those.
  const weight = weigh(value, { limit, own }, 0);
  if (weight <= limit) return { value, bytes: weight };
  let left = limit;
  const copy = (part: unknown, depth: number): unknown => {
    if (left <= 0 || depth > 32) return '[cut]';
    if (typeof part === 'string') {
      const text = shorten(part, left, own);
      left -= text.length;
      return text;
    }
    left -= typeof part === 'object' && part !== null ? OBJECT_BYTES : VALUE_BYTES;
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
      const kept = isSecretName(name) && one !== null ? REDACTED : copy(one, depth + 1);
      fields.push([redactName(name, own), kept]);
    }
    return Object.fromEntries(fields);
  };
  return { value: copy(value, 0), bytes: limit - left };
}

interface Scale {
  readonly limit: number;
  readonly own: Striker | undefined;
}

/** The bytes that a value takes in a journal; infinite when it holds a secret or exceeds `limit`. */
function weigh(part: unknown, scale: Scale, depth: number): number {
  const { limit, own } = scale;
  if (typeof part === 'string') return part.length > limit || hasSecret(part, own) ? Infinity : part.length;
  if (typeof part !== 'object' || part === null) return VALUE_BYTES;
  if (depth > 31) return Infinity;
  let weight = OBJECT_BYTES;
  if (Array.isArray(part)) {
    for (const one of part) {
      weight += weigh(one, scale, depth + 1);
      if (weight > limit) return Infinity;
    }
    return weight;
  }
  for (const [name, one] of Object.entries(part)) {
    if (!isHarmless(name) || own?.finds(name)) return Infinity;
    weight += name.length + weigh(one, scale, depth + 1);
    if (weight > limit) return Infinity;
  }
  return weight;
}

/** A few names recur in most values, so those found harmless are remembered. */
const harmless = new Set<string>();
const MAX_HARMLESS = 1000;

/** Whether neither a name nor the value that it names is a secret. */
function isHarmless(name: string): boolean {
  if (harmless.has(name)) return true;
  if (name.length > MAX_NAME || isSecretName(name) || hasSecret(name)) return false;
  if (harmless.size >= MAX_HARMLESS) harmless.clear();
  harmless.add(name);
  return true;
}

const hasSecret = (text: string, own?: Striker): boolean =>
  (own?.finds(text) ?? false) || redactText(text) !== text;

/** A text without secrets and those of `own`, cut to `length` characters. A secret that the cut would split goes whole. */
export const shorten = (text: string, length: number, own?: Striker): string =>
  text.length > length ? cut(text, length, own) : redactText(own?.strike(text) ?? text);

function cut(text: string, length: number, own: Striker | undefined): string {
  const head = ownCopy(text.slice(0, length));
  const whole = (own?.strikeCut(head) ?? head)
    .replace(LAST_WORDS, (last) => (last.includes('eyJ') ? REDACTED : last))
    .replace(LAST_USERINFO, `$1${REDACTED}`);
  return `${redactText(whole).slice(0, length)}[cut]`;
}

/** A copy of a slice: the slice itself keeps all of its text in memory, possibly megabytes. */
export const ownCopy = (text: string): string => Buffer.from(text, 'utf16le').toString('utf16le');

/** A name without secrets, cut if it is long: of a model, a rule ... */
export const redactName = (name: string, own?: Striker): string => shorten(name, MAX_NAME, own);

/** The same for one of a few names, such as methods: they are remembered. */
export const redactTerm = (name: string): string => (isHarmless(name) ? name : redactName(name));
