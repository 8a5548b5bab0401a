import { day } from './day.js';
import type { Format, Served } from './types.js';

/** Size and rate at a time: they changed for some. */
export function formatAt(served: Served, at: number): Format {
  const { width, height, fps } = served.earlier?.find(({ until }) => at < day(until)) ?? served.format;
  return { width, height, fps };
}

/** Whether `speed=fast` means anything at that time; elsewhere the server ignores it. */
export function hasFastMode(served: Served, at: number): boolean {
  return served.fastFrom !== undefined && at >= day(served.fastFrom.on);
}

/** Longest prompt in characters at that time, or undefined for no known limit. */
export function promptLimitAt(served: Served, at: number): number | undefined {
  const limit = served.promptLimit;
  if (!limit || (limit.until !== undefined && at >= day(limit.until))) return undefined;
  return limit.characters;
}
