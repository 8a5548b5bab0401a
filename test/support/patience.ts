import { vi } from 'vitest';

/** How long a test waits for what must come, ms. Only what fails waits so long, so a busy machine has its time. */
export const PATIENCE_MS = 40_000;

/** Tries until the check no longer throws, and gives what it gives. */
export const until = <T>(check: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(check, { timeout: PATIENCE_MS, interval: 20 });
