import type { IncomingMessage } from 'node:http';
import { ApiError } from '../../contract/errors.js';
import { refusedValue } from '../../contract/validation/pydantic.js';
import { parseEffects } from '../../world/rules/parse-effect.js';
import type { Effect } from '../../world/rules/effects/effect.js';

/** The header that injects effects into one request: an effect, or a list of them, as JSON. */
export const MOCK_HEADER = 'x-decart-mock';

const none: readonly Effect[] = [];

/** @throws ApiError validation when the header is not JSON or has an unknown effect */
export function headerEffects(request: IncomingMessage): readonly Effect[] {
  const header = request.headers[MOCK_HEADER];
  if (header === undefined) return none;
  const text = Array.isArray(header) ? header.join(',') : header;
  const parsed = parseEffects(text);
  if (parsed.ok) return parsed.effects;
  throw ApiError.validation([refusedValue(['header', MOCK_HEADER], parsed.reason, text)]);
}
