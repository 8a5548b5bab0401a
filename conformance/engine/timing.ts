/** How much the harness itself adds to a duration. */
export interface Calibration {
  /** 95th percentile of a timer's lateness plus that of a trivial exchange's spread, in ms. */
  jitterMs: number;
  samples: number;
}

/** Measures timers and, when given, a trivial exchange. Takes about a quarter of a second. */
export async function calibrate(exchange?: () => Promise<unknown>, samples = 20): Promise<Calibration> {
  const late: number[] = [];
  const trips: number[] = [];
  for (let n = 0; n < samples; n++) {
    const before = performance.now();
    await sleep(5);
    late.push(performance.now() - before - 5);
    if (exchange) {
      const at = performance.now();
      await exchange().catch(() => undefined);
      trips.push(performance.now() - at);
      // One slow exchange is enough; a server that hangs must not delay the run.
      if ((trips.at(-1) ?? 0) > 1000) exchange = undefined;
    }
  }
  const spread = trips.length > 0 ? percentile(trips, 0.95) - Math.min(...trips) : 0;
  return { jitterMs: percentile(late, 0.95) + spread, samples };
}

/** Waits in real time. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(done, ms);
    function done() {
      signal?.removeEventListener('abort', abort);
      resolve();
    }
    function abort() {
      clearTimeout(timer);
      reject(new Error('The case was stopped while it waited.'));
    }
    if (signal?.aborted) abort();
    else signal?.addEventListener('abort', abort, { once: true });
  });
}

function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
