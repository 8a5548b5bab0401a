import { parseTime } from '../world/time/parse-time.js';

/**
 * Epoch ms of a time: epoch ms, or an ISO date as text.
 * @throws RangeError for text that is not an ISO date of the calendar
 */
export function epochOf(time: number | string): number {
  const at = typeof time === 'number' ? time : parseTime(time);
  if (at === undefined || !Number.isFinite(at))
    throw new RangeError(`"${time}" is not a date. Write it like 2026-05-31 or 2026-05-31T12:00:00Z.`);
  return at;
}
