import type { IncomingMessage } from 'node:http';
import { ApiError, type ValidationItem } from '../../contract/errors.js';
import type { Identity, World } from '../../world/world.js';

/** FastAPI's entry for a required header that is not there (facts: api.md 1.0). */
export const missingKey: ValidationItem = {
  type: 'missing',
  loc: ['header', 'x-api-key'],
  msg: 'Field required',
  input: null,
};

/** The key a request carries, in any spelling of the header; undefined when there is none. */
export function keyOf(request: IncomingMessage): string | undefined {
  const header = request.headers['x-api-key'];
  return Array.isArray(header) ? header[0] : header;
}

/**
 * At once for an account key, later for a client token.
 * @throws ApiError invalid_api_key, expired_api_key
 */
export function identify(world: World, key: string): Identity | Promise<Identity> {
  const trimmed = key.trim();
  if (trimmed === '') throw new ApiError('invalid_api_key');
  return world.identify(trimmed);
}
