import { day } from '../catalogue/data/day.js';

/** When client tokens got options: Python SDK cef0227 and JS SDK 0.0.56 are of that day. */
const SECOND_GENERATION = day('2026-03-22');
/** When tokens could be bound to origins. */
const ORIGINS = day('2026-05-03');
/** When the mint answer got the signed token; DecartAI/sdk#170 and JS SDK 0.1.9 read it (facts: api.md 2). */
const SIGNED = day('2026-06-23');
/** Seconds; documented for the tokens of December 2025 to March 2026 (facts: api.md 2). */
const FIRST_TTL_S = 600;

/**
 * What a mint request meant at a date (epoch ms): the first tokens lived ten minutes and took no option but metadata.
 * Tokens of a later time took no origins until May 2026. That an option which did not exist yet was ignored, as FastAPI
 * ignores unknown keys, is inferred.
 */
export function mintRequestAt(json: unknown, date: number): unknown {
  if (date >= ORIGINS) return json;
  const given = json ?? {};
  if (typeof given !== 'object' || Array.isArray(given)) return json;
  if (date >= SECOND_GENERATION)
    return Object.fromEntries(Object.entries(given).filter(([name]) => name !== 'allowedOrigins'));
  return { expiresIn: FIRST_TTL_S, ...('metadata' in given && { metadata: given.metadata }) };
}

/** Whether a mint answer had the signed `token` beside the `apiKey` at a date (epoch ms); before, no JWT was issued. */
export const answersSignedToken = (date: number): boolean => date >= SIGNED;
