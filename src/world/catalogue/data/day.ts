import type { IsoDate } from '../types.js';

/**
 * Epoch ms of a day's midnight in UTC.
 * @throws RangeError when the text is not a `YYYY-MM-DD` date of the calendar.
 */
export function day(date: IsoDate): number {
  const at = Date.parse(date);
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== date) {
    throw new RangeError(`"${date}" in the catalogue is not a day. Write YYYY-MM-DD.`);
  }
  return at;
}
