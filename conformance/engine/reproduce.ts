import type { Exchange } from '../traffic/trace.js';

/** Where an id came from: the nth member of a name in the answer to an exchange. */
interface Origin {
  exchange: Exchange;
  name: string;
  nth: number;
}

const idMember = /"(id|\w+_id|apiKey|\w+_token)"\s*:\s*"([^"\\]{6,})"/g;
/** No answer with an id in it is near as long. */
const longest = 64 * 1024;

/**
 * Keeps the lines of a case repeatable: an id that a server gave is another one next time, so a line that uses it takes
 * it from the answer to the line before, by way of a shell variable.
 */
export class Reproduction {
  readonly #origins = new Map<string, Origin>();
  readonly #kept = new Map<Exchange, Set<string>>();

  /** Remembers the ids in an answer. */
  heard(exchange: Exchange, body: string): void {
    if (body.length > longest) return;
    const seen = new Map<string, number>();
    for (const [, name = '', value = ''] of body.matchAll(idMember)) {
      const nth = (seen.get(name) ?? 0) + 1;
      seen.set(name, nth);
      if (!this.#origins.has(value)) this.#origins.set(value, { exchange, name, nth });
    }
  }

  /** A line of single-quoted words with variables for the ids in it. */
  line(text: string): string {
    let line = text;
    for (const [value, origin] of this.#origins)
      if (line.includes(value)) line = line.replaceAll(value, `'"$${this.#variable(origin)}"'`);
    return line;
  }

  /** The variable of an id; the line it comes from sets it from now on. */
  #variable({ exchange, name, nth }: Origin): string {
    const variable = `${name}_${exchange.n}${nth > 1 ? `_${nth}` : ''}`;
    const answer = `answer_${exchange.n}`;
    const kept = this.#kept.get(exchange) ?? new Set();
    if (kept.size === 0) exchange.curl = `${answer}=$(${exchange.curl}); echo "$${answer}"`;
    if (!kept.has(variable))
      exchange.curl += `; ${variable}=$(grep -Eo '"${name}" *: *"[^"]*"' <<<"$${answer}" | sed -n ${nth}p | cut -d'"' -f4)`;
    this.#kept.set(exchange, kept.add(variable));
    return variable;
  }
}
