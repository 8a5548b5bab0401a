import type { IncomingMessage } from 'node:http';
import { ApiError } from '../../contract/errors.js';
import { missing } from '../../contract/validation/pydantic.js';
import type { Identity, World } from '../../world/world.js';

/** FastAPI's item for a request without the required key (facts: api.md 1.0). */
export const missingKey = missing(['header', 'x-api-key']);

/** The key of a request, in any spelling of the header; undefined without one. */
export function keyOf(request: IncomingMessage): string | undefined {
  const header = request.headers['x-api-key'];
  return Array.isArray(header) ? header[0] : header;
}

/**
 * Who holds the key: at once for an account key, later for a client token.
 * @throws ApiError invalid_api_key, expired_api_key
 */
export function identify(world: World, key: string): Identity | Promise<Identity> {
  const trimmed = key.trim();
  if (trimmed === '') throw new ApiError('invalid_api_key');
  return world.identify(trimmed);
}
