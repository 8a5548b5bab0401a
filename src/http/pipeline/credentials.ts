import type { IncomingMessage } from 'node:http';
import { missing } from '../../contract/validation/pydantic.js';

/** FastAPI's item for a request without the required key (facts: api.md 1.0). */
export const missingKey = missing(['header', 'x-api-key']);

/** The headers that contain a key: of an account, or of a queue (facts: api.md 1.10). */
export type KeyHeader = 'x-api-key' | 'x-queue-key';

/** The key of a request, in any spelling of the header; undefined without one. */
export function keyOf(request: IncomingMessage, name: KeyHeader = 'x-api-key'): string | undefined {
  const header = request.headers[name];
  return Array.isArray(header) ? header[0] : header;
}
