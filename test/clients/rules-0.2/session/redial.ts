import { pause, type ClientClock } from '../clock.js';
import { isPermanent, ServerError } from '../errors.js';
import { BACKOFF_MS, CAPACITY_JITTER } from '../numbers.js';

/** What `capacityWait` tells the app. */
export interface CapacityWait {
  readonly retryAfterMs: number;
  /** From 1. */
  readonly attempt: number;
}

export interface RedialPolicy {
  readonly clock: ClientClock;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Dials after the first. 0 also forgoes capacity waits. */
  readonly retries: number;
  readonly capacityBudgetMs: number;
  readonly onCapacityWait: (wait: CapacityWait) => void;
}

/**
 * Dials until it works. After a capacity refusal it waits what the server asks for, plus or minus 20 %, while the wait ends within
 * the budget; after another failure it waits 1, 2, 4, 8, 10 s. Inferred: capacity waits do not count as retries.
 * @throws what the last dial threw
 */
export async function redial<T>(dial: () => Promise<T>, policy: RedialPolicy): Promise<T> {
  const { clock, retries } = policy;
  const began = clock.now();
  let failures = 0;
  let waits = 0;
  for (;;) {
    try {
      return await dial();
    } catch (error) {
      if (isPermanent(error) || retries === 0) throw error;
      const retryAfterMs = capacityWait(error, policy.random);
      if (retryAfterMs === undefined) {
        if (failures >= retries) throw error;
        await pause(clock, BACKOFF_MS[failures] ?? BACKOFF_MS.at(-1) ?? 0);
        failures++;
      } else {
        if (clock.now() + retryAfterMs > began + policy.capacityBudgetMs) throw error;
        policy.onCapacityWait({ retryAfterMs, attempt: ++waits });
        await pause(clock, retryAfterMs);
      }
    }
  }
}

/** Ms until the server may have capacity, or undefined when the error is another one. */
function capacityWait(error: unknown, random: () => number): number | undefined {
  if (!(error instanceof ServerError) || error.errorType !== 'capacity' || error.retryAfter === undefined)
    return undefined;
  return Math.round(error.retryAfter * 1000 * (1 + CAPACITY_JITTER * (2 * random() - 1)));
}
