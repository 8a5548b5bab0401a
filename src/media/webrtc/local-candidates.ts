import type { CandidateInit } from './connection.js';

/**
 * Holds back local candidates until the client has its answer: early SDKs cannot take a candidate before it. Each
 * answer holds them back anew.
 */
export class LocalCandidates {
  #waiting: CandidateInit[] | undefined = [];

  constructor(
    readonly send: (candidate: CandidateInit) => void,
    /** False: the answer contains them, so none is sent. */
    readonly trickled: boolean,
  ) {}

  add(candidate: CandidateInit): void {
    if (this.#waiting) this.#waiting.push(candidate);
    else if (this.trickled) this.send(candidate);
  }

  hold(): void {
    this.#waiting ??= [];
  }

  /** Sends those that wait after the caller has returned its answer, and later ones at once. */
  release(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    if (!this.trickled) return;
    setImmediate(() => {
      for (const candidate of waiting) this.send(candidate);
    });
  }
}
