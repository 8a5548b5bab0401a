/** Runs a job for each entry, `atATime` at a time, and returns the results in the order of the entries. */
export async function inParallel<T, R>(
  entries: readonly T[],
  atATime: number,
  job: (entry: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const queue = [...entries.entries()];
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) results[next[0]] = await job(next[1]);
  };
  await Promise.all(Array.from({ length: atATime }, worker));
  return results;
}
