import { get, Agent } from 'node:http';

/** Percentiles of what `GET /_mock/health` takes, in ms. */
export interface Latency {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

const NO_ANSWER_MS = 30_000;

/** Asks a server for its health all the time, from outside. */
export class HealthProbe {
  #times: number[] = [];
  #hangs = 0;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #timer: NodeJS.Timeout;
  #waiting = false;

  constructor(port: number, everyMs: number) {
    this.#timer = setInterval(() => void this.#ask(port), everyMs);
  }

  /** Probes without an answer in 30 s. */
  get hangs(): number {
    return this.#hangs;
  }

  /** The latency since the last call. */
  take(): Latency {
    const sorted = this.#times.sort((a, b) => a - b);
    this.#times = [];
    const at = (share: number): number =>
      sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
    return { p50: at(0.5), p99: at(0.99), max: at(1) };
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#agent.destroy();
  }

  async #ask(port: number): Promise<void> {
    if (this.#waiting) return;
    this.#waiting = true;
    const begun = performance.now();
    await new Promise<void>((resolve) => {
      const request = get(
        { port, host: '127.0.0.1', path: '/_mock/health', agent: this.#agent },
        (answer) => {
          answer.resume().once('end', resolve);
        },
      );
      request.setTimeout(NO_ANSWER_MS, () => {
        this.#hangs++;
        request.destroy();
      });
      request.once('error', () => resolve());
    });
    this.#times.push(performance.now() - begun);
    this.#waiting = false;
  }
}
