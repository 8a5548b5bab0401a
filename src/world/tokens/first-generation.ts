import { day } from '../catalogue/data/day.js';

/** When client tokens got options: Python SDK cef0227 and JS SDK 0.0.56 are of that day. */
const SECOND_GENERATION = day('2026-03-22');
/** Seconds; documented for the tokens of December 2025 to March 2026 (facts: api.md 2). */
const FIRST_TTL_S = 600;

/**
 * What a mint request meant at a date (epoch ms): the first tokens lived ten minutes and took no option but metadata.
 * That they ignored the later options, as FastAPI ignores unknown keys, is inferred.
 */
export function mintRequestAt(json: unknown, date: number): unknown {
  if (date >= SECOND_GENERATION) return json;
  const given = json ?? {};
  if (typeof given !== 'object' || Array.isArray(given)) return json;
  return { expiresIn: FIRST_TTL_S, ...('metadata' in given && { metadata: given.metadata }) };
}
