/** The times at which a client polled, on one clock, and by how much they may be off. */
export interface PollTimes {
  atMs: readonly number[];
  lagMs: number;
}

/** The shortest pause between two polls that is not too short. */
export const minPauseMs = 2000;

/** The most measurements; the last is judged in any case. */
const maxMeasurements = 3;
/** A lag up to this is normal. */
const normalLagMs = 50;

export function shortestPause({ atMs }: PollTimes): number {
  return Math.min(...atMs.slice(1).map((at, n) => at - (atMs[n] ?? 0)));
}

/** Whether the machine was too busy to tell if the pause is too short. */
export const isTooBusy = (times: PollTimes): boolean =>
  times.lagMs > normalLagMs && Math.abs(shortestPause(times) - minPauseMs) <= times.lagMs;

/** The shortest pause, for a timing check. Measures again where the machine was too busy. */
export async function measurePace(
  first: PollTimes,
  again: () => Promise<PollTimes>,
): Promise<{ ms: number; atLeast: number; jitterMs: number }> {
  let times = first;
  for (let n = 1; n < maxMeasurements && isTooBusy(times); n++) times = await again();
  return { ms: shortestPause(times), atLeast: minPauseMs, jitterMs: times.lagMs };
}
