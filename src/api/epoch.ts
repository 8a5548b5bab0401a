/**
 * Epoch ms of a time: epoch ms, or a date as text.
 * @throws RangeError for text that is not a date
 */
export function epochOf(time: number | string): number {
  const at = typeof time === 'number' ? time : Date.parse(time);
  if (!Number.isFinite(at))
    throw new RangeError(`"${time}" is not a date. Write it like 2026-05-31 or 2026-05-31T12:00:00Z.`);
  return at;
}
