import type { TracedExchange } from '../traffic/trace.js';

/** The source of an id: the nth member of a name in the answer to an exchange. */
interface Origin {
  exchange: TracedExchange;
  name: string;
  nth: number;
}

const idMember = /"(id|\w+_id|apiKey|\w+_token)"\s*:\s*"([^"\\]{6,})"/g;
/** Longer answers contain no ids. */
const maxBodyLength = 64 * 1024;

/**
 * Makes the shell commands of a case repeatable. A server generates other ids next time, so a command that uses an id
 * reads it from an earlier answer, through a shell variable.
 */
export class Reproduction {
  readonly #origins = new Map<string, Origin>();
  readonly #kept = new Map<TracedExchange, Set<string>>();

  /** Remembers the ids in an answer. */
  remember(exchange: TracedExchange, body: string): void {
    if (body.length > maxBodyLength) return;
    const seen = new Map<string, number>();
    for (const [, name = '', value = ''] of body.matchAll(idMember)) {
      const nth = (seen.get(name) ?? 0) + 1;
      seen.set(name, nth);
      if (!this.#origins.has(value)) this.#origins.set(value, { exchange, name, nth });
    }
  }

  /** Replaces the ids in a line of single-quoted words by variables. */
  line(text: string): string {
    let line = text;
    for (const [value, origin] of this.#origins)
      if (line.includes(value)) line = line.replaceAll(value, `'"$${this.#variable(origin)}"'`);
    return line;
  }

  /** The variable of an id. Extends the command whose answer contains the id, so that it sets the variable. */
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
