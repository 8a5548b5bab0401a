/** The time of the client. Tests pass one that they advance. */
export interface ClientClock {
  /** Ms since 1970. */
  now(): number;
  /** Runs `fn` after `ms`; the result cancels it. */
  after(ms: number, fn: () => void): () => void;
}

export const realClock: ClientClock = {
  now: () => Date.now(),
  after: (ms, fn) => {
    const timer = setTimeout(fn, ms);
    return () => clearTimeout(timer);
  },
};

/** Resolves after `ms` on the clock. */
export const pause = (clock: ClientClock, ms: number): Promise<void> =>
  new Promise((resolve) => void clock.after(ms, resolve));

/** Rejects with `late()` unless `work` settles within `ms`. */
export function within<T>(clock: ClientClock, ms: number, work: Promise<T>, late: () => Error): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(ms, () => reject(late()));
    work.then(resolve, reject).finally(cancel);
  });
}
