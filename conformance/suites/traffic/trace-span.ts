import type { Trace } from './trace.js';

interface Timed {
  at: number;
  endedAt?: number;
}

/** When the last of these ended; 0 without any. A loop, because a spread of a long list overflows the stack. */
export function latestEnd(items: readonly Timed[]): number {
  let latest = 0;
  for (const { at, endedAt = at } of items) latest = Math.max(latest, endedAt);
  return latest;
}

/** When the first call or connection began, and when the last one ended. Both 0 for an empty trace. */
export function spanOf({ calls, connections }: Trace): { start: number; end: number } {
  const all: Timed[] = [...calls, ...connections];
  if (all.length === 0) return { start: 0, end: 0 };
  let start = Infinity;
  for (const { at } of all) start = Math.min(start, at);
  return { start, end: latestEnd(all) };
}
