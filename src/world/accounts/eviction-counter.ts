/** Accounts dropped because there were too many, since the process started. */
export class EvictionCounter {
  #idle = 0;
  #working = 0;

  add(hadWork: boolean): void {
    if (hadWork) this.#working++;
    else this.#idle++;
  }

  /** Those without work, and those that still had some. */
  get counts(): { readonly idle: number; readonly working: number } {
    return { idle: this.#idle, working: this.#working };
  }
}
