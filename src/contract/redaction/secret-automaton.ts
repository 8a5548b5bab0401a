/** Where secrets are in a text. */
export interface Found {
  /** First character and the one after the last, in the order of their ends. They may overlap. */
  readonly ranges: readonly (readonly [number, number])[];
  /** Characters at the end of the text with which a secret begins. */
  readonly begun: number;
}

const CODES = 0x10000;

/**
 * Finds all secrets in one pass (Aho and Corasick, 1975), so a text costs its length, whatever the secrets are. Searching
 * one after the other would cost the product of both lengths: a client chooses both.
 */
export class SecretAutomaton {
  /** The next state by state and character. State 0 is the start; a state is a beginning of a secret. */
  readonly #next = new Map<number, number>();
  readonly #depth = [0];
  /** The state of the longest end of a beginning that is a beginning itself. */
  readonly #fallback = [0];
  /** Length of the longest secret that ends in a state. */
  readonly #ends = [0];

  constructor(secrets: readonly string[]) {
    const levels: [parent: number, code: number, state: number][][] = [];
    for (const secret of secrets) {
      let state = 0;
      for (let at = 0; at < secret.length; at++) {
        const code = secret.charCodeAt(at);
        let next = this.#next.get(state * CODES + code);
        if (next === undefined) {
          next = this.#depth.push(at + 1) - 1;
          this.#next.set(state * CODES + code, next);
          this.#fallback.push(0);
          this.#ends.push(0);
          (levels[at] ??= []).push([state, code, next]);
        }
        state = next;
      }
      this.#ends[state] = secret.length;
    }
    for (const [parent, code, state] of levels.flat()) {
      if (parent === 0) continue;
      const fallback = this.#step(this.#fallback[parent] ?? 0, code);
      this.#fallback[state] = fallback;
      this.#ends[state] ||= this.#ends[fallback] ?? 0;
    }
  }

  find(text: string): Found {
    const ranges: [number, number][] = [];
    let state = 0;
    for (let at = 0; at < text.length; at++) {
      state = this.#step(state, text.charCodeAt(at));
      const length = this.#ends[state] ?? 0;
      if (length > 0) ranges.push([at + 1 - length, at + 1]);
    }
    return { ranges, begun: this.#depth[state] ?? 0 };
  }

  #step(from: number, code: number): number {
    let state = from;
    for (;;) {
      const next = this.#next.get(state * CODES + code);
      if (next !== undefined) return next;
      if (state === 0) return 0;
      state = this.#fallback[state] ?? 0;
    }
  }
}
