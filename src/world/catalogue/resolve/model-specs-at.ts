import { day } from '../data/day.js';
import type { MediaFormat, ServedModel } from '../types.js';

/** Size and frame rate at a time: some models changed theirs. */
export function formatAt(served: ServedModel, at: number): MediaFormat {
  const { width, height, fps } = served.earlier?.find(({ until }) => at < day(until)) ?? served.format;
  return { width, height, fps };
}

/** Whether `speed=fast` has an effect at that time; otherwise the server ignores it. */
export function hasFastMode(served: ServedModel, at: number): boolean {
  return served.fastFrom !== undefined && at >= day(served.fastFrom.on);
}
