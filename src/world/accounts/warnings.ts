/** More different ones than this help nobody. */
const MAX_TOLD = 200;

/** Tells somebody what a client probably did not mean: each thing once, however often it comes. */
export class Warnings {
  readonly #told = new Set<string>();

  constructor(readonly listener: ((warning: string) => void) | undefined) {}

  tell(warning: string): void {
    if (!this.listener || this.#told.has(warning) || this.#told.size >= MAX_TOLD) return;
    this.#told.add(warning);
    // Clients' words are in it, and it is printed.
    this.listener(warning.replace(/\p{C}/gu, '?'));
  }
}
