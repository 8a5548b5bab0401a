interface CodecQueue {
  addEventListener(type: 'dequeue', listener: () => void, options: { once: true }): void;
}

/** Resolves when a decoder or encoder has taken the next item off its queue; rejects when it has failed. */
export async function dequeued(queue: CodecQueue, failure: Promise<never>): Promise<void> {
  const taken = new Promise<void>((resolve) => queue.addEventListener('dequeue', resolve, { once: true }));
  await Promise.race([taken, failure]);
}

/** Turns a codec's error callback into a promise that rejects with the error. */
export function codecFailure(): { report: (error: Error) => void; failure: Promise<never> } {
  let report: (error: Error) => void = () => undefined;
  const failure = new Promise<never>((_, reject) => (report = reject));
  failure.catch(() => undefined); // an unawaited failure must not end the process
  return { report: (error) => report(error), failure };
}
