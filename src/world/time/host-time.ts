/** The host's wall clock and timers: the only seam through which real time enters. */
export interface HostTime {
  now(): number;
  after(ms: number, fn: () => void): { cancel(): void };
}

// Captured at load, so that fake timers that a test installs later in this process do not stop the server.
const {
  setTimeout: hostSetTimeout,
  clearTimeout: hostClearTimeout,
  setImmediate: hostSetImmediate,
} = globalThis;
const { now: hostNow } = Date;
/** Node's longest timer. */
const MAX_HOST_DELAY = 2_147_483_647;

/** Its timers do not keep the process alive. */
export const hostTime: HostTime = {
  now: hostNow,
  after(ms, fn) {
    const handle = hostSetTimeout(fn, Math.min(Math.max(ms, 0), MAX_HOST_DELAY));
    handle.unref();
    return { cancel: () => hostClearTimeout(handle) };
  },
};

/** Waits host milliseconds. For what lies outside the world's time: shutdown, and outside clients. */
export const pause = (ms: number): Promise<void> => new Promise((resolve) => hostTime.after(ms, resolve));

const STEP_MS = 10;

/**
 * Waits host milliseconds, and as many steps of 10 ms. On a busy machine each step takes longer, and so do the answers of
 * clients that run there.
 */
export async function patientPause(ms: number): Promise<void> {
  const atLeast = pause(ms);
  for (let waited = 0; waited < ms; waited += STEP_MS) await pause(STEP_MS);
  await atLeast;
}

/** Runs `then` in the next turn of the event loop. */
export const nextTurn = (then: () => void): void => {
  hostSetImmediate(then);
};
