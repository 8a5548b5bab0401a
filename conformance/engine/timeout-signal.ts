/** A signal that a case is stopped, or that patience with one request ended. */
export interface TimeoutSignal {
  signal: AbortSignal;
  /** Nothing is waited for any more. */
  over: () => void;
}

/**
 * Patience of so many ms, and never beyond `stop`. Not AbortSignal.any() of a timeout: a request holds its signal
 * weakly, so that one is forgotten when memory is cleared, and never aborts.
 */
export function timeoutSignal(ms: number, stop: AbortSignal): TimeoutSignal {
  const controller = new AbortController();
  const give = (reason: unknown) => controller.abort(reason);
  const onStop = () => give(stop.reason);
  const timer = setTimeout(
    () => give(new DOMException('The operation was aborted due to timeout', 'TimeoutError')),
    ms,
  );
  stop.addEventListener('abort', onStop, { once: true });
  if (stop.aborted) onStop();
  return {
    signal: controller.signal,
    over: () => {
      clearTimeout(timer);
      stop.removeEventListener('abort', onStop);
    },
  };
}
