const ISO = /^\d{4}-(\d\d)-(\d\d)(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?$/;

/**
 * Epoch ms of an ISO date, or of a date and a time. Undefined for any other text, and for a day that the calendar does
 * not have: `Date.parse` reads 2026-02-30 as 2 March.
 */
export function parseTime(text: string): number | undefined {
  const found = ISO.exec(text);
  const at = Date.parse(text);
  if (!found || !Number.isFinite(at)) return undefined;
  const day = new Date(text.slice(0, 10));
  return day.getUTCMonth() + 1 === Number(found[1]) && day.getUTCDate() === Number(found[2]) ? at : undefined;
}
