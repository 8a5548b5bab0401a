/** A signal that aborts at a timeout or when the case is stopped. */
export interface TimeoutSignal {
  signal: AbortSignal;
  /** Clears the timer, once the wait is over. */
  clear: () => void;
}

/**
 * A timeout of `ms`, and never beyond `stop`. Not AbortSignal.any() of a timeout: a request holds its signal weakly, so
 * the garbage collector may take that one, and it never aborts.
 */
export function timeoutSignal(ms: number, stop: AbortSignal): TimeoutSignal {
  const controller = new AbortController();
  const onStop = () => controller.abort(stop.reason);
  const onTimeout = () =>
    controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
  const timer = setTimeout(onTimeout, ms);
  stop.addEventListener('abort', onStop, { once: true });
  if (stop.aborted) onStop();
  return {
    signal: controller.signal,
    clear: () => {
      clearTimeout(timer);
      stop.removeEventListener('abort', onStop);
    },
  };
}
