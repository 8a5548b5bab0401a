/** More different warnings than this would be noise. */
const MAX_REPORTED = 200;

/** Reports probable mistakes of clients, each text once. */
export class Warnings {
  readonly #reported = new Set<string>();

  constructor(readonly listener: ((warning: string) => void) | undefined) {}

  report(warning: string): void {
    if (!this.listener || this.#reported.has(warning) || this.#reported.size >= MAX_REPORTED) return;
    this.#reported.add(warning);
    // It contains text from clients, and it is printed: no control characters.
    this.listener(warning.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '?'));
  }
}
