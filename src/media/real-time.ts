/**
 * Real time for media. RTP, ICE, DTLS, RTCP and WebSocket keep-alive talk to a peer on the host's clock: an account's
 * virtual clock must neither stop nor accelerate them. Nothing outside `src/media` may import this.
 *
 * Timers are captured at load, so that fake timers that a test installs later do not stop media.
 * They never keep the process alive.
 */
const {
  setTimeout: hostSetTimeout,
  setInterval: hostSetInterval,
  clearTimeout: hostClearTimeout,
} = globalThis;
const hostNow = performance.now.bind(performance);

/** Runs that `atRate` makes up for. */
const MAX_LATE_STEPS = 5;

export type StopTimer = () => void;

/** Milliseconds on a monotonic clock; only differences are meaningful. */
export const now = (): number => hostNow();

/** Epoch milliseconds, for the few LiveKit fields that carry a wall-clock time. */
export const wallClock = (): number => Math.round(performance.timeOrigin + hostNow());

/** Runs `fn` once, `ms` from now, unless stopped. */
export function after(ms: number, fn: () => void): StopTimer {
  const handle = hostSetTimeout(fn, ms);
  handle.unref();
  return () => hostClearTimeout(handle);
}

/** Runs `fn` each `ms` until stopped. */
export function every(ms: number, fn: () => void): StopTimer {
  const handle = hostSetInterval(fn, ms);
  handle.unref();
  return () => hostClearTimeout(handle);
}

/**
 * Runs `fn` at a steady rate until stopped, the first time at once. `due` is the time for which it runs (`now()`): an
 * interval would fall behind by its delays. After a long pause it goes on from there.
 */
export function atRate(perSecond: number, fn: (due: number) => void): StopTimer {
  const step = 1000 / perSecond;
  let due = hostNow();
  let stop: StopTimer | undefined;
  let stopped = false;
  const run = (): void => {
    fn(due);
    if (stopped) return;
    const late = hostNow() - due;
    due += late > MAX_LATE_STEPS * step ? late : step;
    stop = after(Math.max(0, due - hostNow()), run);
  };
  run();
  return () => {
    stopped = true;
    stop?.();
  };
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => hostSetTimeout(resolve, ms));
