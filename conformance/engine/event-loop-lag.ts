import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Milliseconds between two looks. */
const resolution = 5;

/** Watches how late this process comes to what is due: so much may the moment be off at which it saw something. */
export class EventLoopLag {
  readonly #delays = monitorEventLoopDelay({ resolution });

  constructor() {
    this.#delays.enable();
  }

  /** Ends the watch. The worst delay in ms, and never less than the resolution. */
  stop(): number {
    this.#delays.disable();
    return Math.max(resolution, this.#delays.max / 1e6);
  }
}
