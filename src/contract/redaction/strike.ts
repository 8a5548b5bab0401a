import { REDACTED } from './mark.js';

/** A shorter text is a word of prose and of ids too. */
const MIN_LENGTH = 6;
/** Cut texts end with the beginning of a secret from this length on. */
const MIN_START = 4;
const HINT = /%|\\u00/i;

/** Removes known secrets from texts, whatever their form, also where they are percent-encoded or escaped as in JSON. */
export class Striker {
  readonly #secrets: readonly string[];
  #encoded: RegExp | undefined;

  /** Secrets under 6 characters are ignored. */
  constructor(secrets: readonly string[]) {
    this.#secrets = [...new Set(secrets)].filter(({ length }) => length >= MIN_LENGTH);
  }

  /** Linear time. Returns the very same text if it has no secret. */
  strike(text: string): string {
    if (text.length < MIN_LENGTH || this.#secrets.length === 0) return text;
    let clean = text;
    for (const secret of this.#secrets)
      if (clean.includes(secret)) clean = clean.replaceAll(secret, REDACTED);
    return HINT.test(clean)
      ? clean.replace((this.#encoded ??= encodedPattern(this.#secrets)), REDACTED)
      : clean;
  }

  finds(text: string): boolean {
    return this.strike(text) !== text;
  }

  /** The same for a text that was cut: a secret that the cut splits goes too. */
  strikeCut(text: string): string {
    const clean = this.strike(text);
    for (const secret of this.#secrets) {
      for (let length = Math.min(secret.length - 1, clean.length); length >= MIN_START; length--)
        if (clean.endsWith(secret.slice(0, length))) return clean.slice(0, -length) + REDACTED;
    }
    return clean;
  }
}

/** Each character as it is, percent-encoded any number of times, or as in JSON. */
function encodedPattern(secrets: readonly string[]): RegExp {
  const character = (one: string): string => {
    const hex = one
      .charCodeAt(0)
      .toString(16)
      .padStart(2, '0')
      .replace(/[a-f]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
    return `(?:${one.replace(/[^\w]/, '\\$&')}|%(?:25){0,20}${hex}|\\\\{1,20}u00${hex})`;
  };
  return new RegExp(secrets.map((secret) => [...secret].map(character).join('')).join('|'), 'g');
}
