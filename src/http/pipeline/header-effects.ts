import type { IncomingMessage } from 'node:http';
import { ApiError } from '../../contract/errors.js';
import { parseEffects } from '../../world/rules/parse-effect.js';
import type { Effect } from '../../world/rules/effects/effect.js';

/** The header with which a client requests effects: one, or a list of them, as JSON. */
export const MOCK_HEADER = 'x-decart-mock';

const none: readonly Effect[] = [];

/** @throws ApiError validation when the header is not JSON, or an effect is not valid */
export function headerEffects(request: IncomingMessage): readonly Effect[] {
  const header = request.headers[MOCK_HEADER];
  if (header === undefined) return none;
  const text = Array.isArray(header) ? header.join(',') : header;
  const parsed = parseEffects(text);
  if (parsed.ok) return parsed.effects;
  throw ApiError.validation([
    { type: 'value_error', loc: ['header', MOCK_HEADER], msg: parsed.reason, input: text },
  ]);
}
