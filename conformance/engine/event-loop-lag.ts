import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Milliseconds between two samples. */
const resolution = 5;

/** Measures how late this process handles what is due, so how far off its timestamps may be. */
export class EventLoopLag {
  readonly #delays = monitorEventLoopDelay({ resolution });

  constructor() {
    this.#delays.enable();
  }

  /** Ends the measurement. The worst delay in ms, and never less than the resolution. */
  stop(): number {
    this.#delays.disable();
    return Math.max(resolution, this.#delays.max / 1e6);
  }
}
