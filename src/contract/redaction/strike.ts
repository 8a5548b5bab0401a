import { REDACTED } from './mark.js';
import { SecretAutomaton } from './secret-automaton.js';
import { unescaped, type Unescaped } from './unescaped.js';

/** A shorter text is a word of prose and of ids too. */
const MIN_LENGTH = 6;
/** Cut texts end with the beginning of a secret from this length on. */
const MIN_START = 4;

type Range = readonly [number, number];

/** Removes known secrets from texts, whatever their form, also where they are percent-encoded or escaped as in JSON. */
export class Striker {
  readonly #secrets: readonly string[];
  /** Of each secret, the fewest characters of which a text must have one. */
  readonly #beginnings: readonly string[];
  /** The same for a text that was cut. */
  readonly #starts: readonly string[];
  #automaton: SecretAutomaton | undefined;

  /** Secrets under 6 characters are ignored. */
  constructor(secrets: readonly string[]) {
    const plain = secrets.flatMap((secret) => [secret, unescaped(secret)?.text ?? secret]);
    this.#secrets = [...new Set(plain)].filter(({ length }) => length >= MIN_LENGTH);
    this.#beginnings = this.#secrets.map((secret) => secret.slice(0, MIN_LENGTH));
    this.#starts = this.#secrets.map((secret) => secret.slice(0, MIN_START));
  }

  /** Linear time. Returns the very same text if it has no secret. */
  strike(text: string): string {
    return this.#replace(text, MIN_LENGTH, Infinity);
  }

  finds(text: string): boolean {
    return this.strike(text) !== text;
  }

  /** The same for a text that was cut: a secret that the cut splits goes too. */
  strikeCut(text: string): string {
    return this.#replace(text, MIN_START, MIN_START);
  }

  /** @param begun from how many characters on the beginning of a secret at the end of the text goes too */
  #replace(text: string, least: number, begun: number): string {
    if (text.length < least || this.#secrets.length === 0) return text;
    const plain = unescaped(text);
    const ranges = [
      ...this.#find(text, begun),
      ...(plain ? inOriginal(this.#find(plain.text, begun), plain) : []),
    ];
    return ranges.length === 0 ? text : replaced(text, ranges);
  }

  #find(text: string, begun: number): readonly Range[] {
    // Most texts have no secret, and a short search is fast whatever the text.
    const beginnings = begun < MIN_LENGTH ? this.#starts : this.#beginnings;
    if (!beginnings.some((beginning) => text.includes(beginning))) return [];
    const found = (this.#automaton ??= new SecretAutomaton(this.#secrets)).find(text);
    return found.begun >= begun ? [...found.ranges, [text.length - found.begun, text.length]] : found.ranges;
  }
}

const inOriginal = (ranges: readonly Range[], { starts }: Unescaped): Range[] =>
  ranges.map(([start, end]) => [starts[start] ?? 0, starts[end] ?? Infinity]);

/** Overlapping ranges get one mark. */
function replaced(text: string, ranges: readonly Range[]): string {
  const parts: string[] = [];
  let end = 0;
  for (const [start, next] of [...ranges].sort(([a], [b]) => a - b)) {
    if (start >= end) parts.push(text.slice(end, start), REDACTED);
    end = Math.max(end, next);
  }
  return parts.join('') + text.slice(end);
}
